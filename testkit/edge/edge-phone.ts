import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, type TLSSocket } from 'node:tls'
import WebSocket from 'ws'
import { standardLimits } from '../../edge/transport/limits.ts'
import { createStreamSplitter } from '../../edge/transport/stream-splitter.ts'
import { isSip } from '../phone/sip-text.ts'
import { within } from '../within.ts'

/** A scripted SIP end that sends and expects raw texts. */
export type Phone = {
  readonly address: string
  readonly port: number
  readonly transport: 'udp' | 'tls' | 'ws'
  send(text: string): void
  /**
   * The next message whose start line contains the text, and whose CSeq is `of` when that is given (`2 BYE`).
   * Messages before it are skipped and kept in `seen`.
   */
  next(start: string, of?: string): Promise<string>
  /** All that came, in order. */
  readonly seen: readonly string[]
  close(): void
}

type Wait = { start: string; of: string; resolve: (text: string) => void }

function createInbox() {
  const seen: string[] = []
  const waits: Wait[] = []
  let taken = 0
  const pump = () => {
    for (const wait of [...waits]) {
      const at = seen.findIndex((text, i) => i >= taken && isMeant(text, wait))
      if (at === -1) continue
      taken = at + 1
      waits.splice(waits.indexOf(wait), 1)
      wait.resolve(seen[at] ?? '')
    }
  }
  const next = (start: string, of = '') =>
    new Promise<string>((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Error(`no "${start}" within 4 s; came: ${seen.map(startOf).join(' | ')}`))
      }, 4000)
      waits.push({
        start,
        of,
        resolve: (text) => {
          clearTimeout(late)
          resolve(text)
        },
      })
      pump()
    })
  const take = (text: string) => {
    seen.push(text)
    pump()
  }
  return { seen, next, take }
}

const isMeant = (text: string, { start, of }: Wait): boolean =>
  startOf(text).includes(start) && (!of || field(text, 'CSeq') === of)

const startOf = (text: string): string => text.slice(0, text.indexOf('\r\n'))

export async function startUdpPhone(edgePort: number, address = '127.0.0.1'): Promise<Phone> {
  const inbox = createInbox()
  const socket = createSocket('udp4')
  socket.on('message', (datagram) => {
    const text = datagram.toString()
    if (isSip(text)) inbox.take(text)
  })
  socket.bind(0, address)
  await once(socket, 'listening')
  return {
    address,
    port: socket.address().port,
    transport: 'udp',
    send: (text) => socket.send(text, edgePort, '127.0.0.1'),
    next: inbox.next,
    seen: inbox.seen,
    close: () => socket.close(),
  }
}

export async function startWsPhone(
  wsPort: number,
  socket = new WebSocket(`ws://127.0.0.1:${wsPort}/`, 'sip'),
): Promise<Phone> {
  const inbox = createInbox()
  socket.on('message', (data) => inbox.take(Buffer.isBuffer(data) ? data.toString() : ''))
  await within(`WebSocket on port ${wsPort}`, once(socket, 'open'))
  return {
    address: '127.0.0.1',
    port: wsPort,
    transport: 'ws',
    send: (text) => socket.send(text),
    next: inbox.next,
    seen: inbox.seen,
    close: () => socket.terminate(),
  }
}

/** A phone that holds a TLS connection to the edge, whose certificate must speak for 127.0.0.1. */
export async function startTlsPhone(tlsPort: number, ca: string): Promise<Phone> {
  const socket = connect({ host: '127.0.0.1', port: tlsPort, ca })
  await within(`TLS connection to port ${tlsPort}`, once(socket, 'secureConnect'))
  return phoneOver(socket)
}

/** The far end of a TLS connection, whoever has opened it. */
export function phoneOver(socket: TLSSocket): Phone {
  const inbox = createInbox()
  const splitter = createStreamSplitter(standardLimits, {
    onMessage: inbox.take,
    onPing: () => undefined,
    onTooLong: () => undefined,
  })
  socket.on('data', (chunk: Buffer) => splitter.take(chunk.toString('latin1')))
  socket.on('error', () => undefined)
  return {
    address: '127.0.0.1',
    port: socket.localPort ?? 0,
    transport: 'tls',
    send: (text) => socket.write(text),
    next: inbox.next,
    seen: inbox.seen,
    close: () => socket.destroy(),
  }
}

export type Plan = {
  readonly method: string
  readonly uri: string
  readonly callId: string
  readonly cseq: number
  readonly branch?: string
  readonly from: string
  readonly to: string
  readonly contact?: string
  readonly headers?: readonly string[]
  readonly body?: string
}

let branches = 0

/** A request as a phone writes it. */
export function request(phone: Phone, plan: Plan): string {
  const { method, uri, callId, cseq, from, to, contact, headers = [], body = '' } = plan
  branches += 1
  const branch = plan.branch ?? `z9hG4bKphone${branches}`
  const sentBy = phone.transport === 'ws' ? 'browser.invalid' : `${phone.address}:${phone.port}`
  const lines = [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/${phone.transport.toUpperCase()} ${sentBy};branch=${branch}`,
    'Max-Forwards: 70',
    `From: ${from}`,
    `To: ${to}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    ...(contact ? [`Contact: <${contact}>`] : []),
    ...headers,
    ...(body ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

export type AnswerPlan = {
  readonly tag?: string
  readonly contact?: string
  readonly headers?: readonly string[]
  readonly body?: string
}

/** A response to a request that came, as a phone writes it. */
export function answer(came: string, status: string, plan: AnswerPlan = {}): string {
  const { tag, contact, headers = [], body = '' } = plan
  const copied = came
    .split('\r\n')
    .filter((line) => /^(via|from|to|call-id|cseq|record-route):/i.test(line))
    .map((line) =>
      tag && /^to:/i.test(line) && !line.includes(';tag=') ? `${line};tag=${tag}` : line,
    )
  const lines = [
    `SIP/2.0 ${status}`,
    ...copied,
    ...(contact ? [`Contact: <${contact}>`] : []),
    ...headers,
    ...(body ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

/** The first value of a header in a raw message. */
export function field(text: string, name: string): string {
  return new RegExp(`^${name}: *(.*)\r$`, 'im').exec(text)?.[1] ?? ''
}
