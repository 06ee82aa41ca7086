import { createSocket } from 'node:dgram'
import { once } from 'node:events'

export type Zone = Readonly<Record<string, readonly Data[]>>

/** A record of the zone; `ttl` in seconds, 60 where it is not given. */
export type Data =
  | { readonly type: 'A'; readonly address: string; readonly ttl?: number }
  | {
      readonly type: 'SRV'
      readonly order: readonly [priority: number, weight: number, port: number]
      readonly target: string
    }
  | {
      readonly type: 'NAPTR'
      readonly order: readonly [order: number, preference: number]
      readonly service: string
      readonly target: string
    }

export type NameServer = {
  /** `127.0.0.1:port`. */
  readonly address: string
  /** All that was asked, such as `SRV _sip._udp.example.com`. */
  readonly asked: readonly string[]
  /** From now on it says nothing. */
  silence(): void
  stop(): void
}

const types = { A: 1, AAAA: 28, SRV: 33, NAPTR: 35 } as const
const nameOfType = new Map<number, string>(
  Object.entries(types).map(([name, code]) => [code, name]),
)

/** A DNS server on loopback that knows this zone: RFC 1035, with SRV (RFC 2782) and NAPTR (RFC 3403). */
export async function startNameServer(zone: Zone): Promise<NameServer> {
  const socket = createSocket('udp4')
  const asked: string[] = []
  let isSilent = false
  socket.on('message', (query, from) => {
    if (!isQuery(query)) return
    const { name, type, end } = readQuestion(query)
    asked.push(`${type} ${name}`)
    if (!isSilent)
      socket.send(answer(query.subarray(0, end), zone[name], type), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    silence: () => {
      isSilent = true
    },
    stop: () => socket.close(),
  }
}

/** A standard query with one question that is whole; a stray datagram is none. */
function isQuery(query: Buffer): boolean {
  if (query.length < 17 || query.readUInt16BE(2) >> 11 !== 0) return false
  if (query.readUInt16BE(4) !== 1 || query.readUInt16BE(6) !== 0) return false
  let at = 12
  while (at < query.length && query[at] !== 0) at += 1 + (query[at] ?? 0)
  return at + 5 <= query.length
}

/** The question follows the 12 bytes of the header: labels, a zero, type and class. */
function readQuestion(query: Buffer) {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const type = nameOfType.get(query.readUInt16BE(at + 1)) ?? 'other'
  return { name: labels.join('.').toLowerCase(), type, end: at + 5 }
}

/** NXDOMAIN where the name is not in the zone; an empty answer where it has no record of the type. */
function answer(question: Buffer, records: readonly Data[] | undefined, type: string): Buffer {
  const head = Buffer.from(question)
  const fitting = (records ?? []).filter((record) => record.type === type)
  head.writeUInt16BE(records ? 0x8180 : 0x8183, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(fitting.length, 6)
  head.writeUInt32BE(0, 8)
  return Buffer.concat([head, ...fitting.map(encodeRecord)])
}

function encodeRecord(record: Data): Buffer {
  const data = encodeData(record)
  const fixed = Buffer.alloc(12)
  // A pointer to the name in the question.
  fixed.writeUInt16BE(0xc00c, 0)
  fixed.writeUInt16BE(types[record.type], 2)
  fixed.writeUInt16BE(1, 4)
  fixed.writeUInt32BE('ttl' in record ? (record.ttl ?? 60) : 60, 6)
  fixed.writeUInt16BE(data.length, 10)
  return Buffer.concat([fixed, data])
}

function encodeData(record: Data): Buffer {
  switch (record.type) {
    case 'A':
      return Buffer.from(record.address.split('.').map(Number))
    case 'SRV':
      return Buffer.concat([...record.order.map(uint16), encodeName(record.target)])
    case 'NAPTR':
      return Buffer.concat([
        ...record.order.map(uint16),
        ...['s', record.service, ''].map(encodeLabel),
        encodeName(record.target),
      ])
  }
}

const uint16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255])
const encodeLabel = (text: string): Buffer =>
  Buffer.from(`${String.fromCharCode(text.length)}${text}`, 'latin1')
const encodeName = (name: string): Buffer =>
  Buffer.concat([...name.split('.').filter(Boolean).map(encodeLabel), Buffer.from([0])])
