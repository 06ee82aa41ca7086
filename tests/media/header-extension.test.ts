import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { hearEachOther } from '../../core/hearing.ts'
import { type LegId, named } from '../../core/names.ts'
import { startMedia } from '../../media/start-media.ts'
import { answerOffer } from './room.ts'

const host = '127.0.0.1'
const [relayed, phone] = [named<LegId>('relayed'), named<LegId>('phone')]
/** The first bits of an RTP header, RFC 3550 section 5.1: version 2, and X for an extension. */
const [version2, extended] = [0x80, 0x10]

/** PCMU as mediasoup sends it: with 16 bytes of header extension, RFC 8285. */
function packetWithExtension(sequence: number): Buffer {
  const packet = Buffer.alloc(12 + 16 + 160, 0x55)
  packet.writeUInt8(version2 | extended, 0)
  packet.writeUInt8(0, 1)
  packet.writeUInt16BE(sequence, 2)
  packet.writeUInt32BE(sequence * 160, 4)
  packet.writeUInt32BE(4711, 8)
  packet.writeUInt32BE(0xbede_0003, 12)
  packet.fill(0, 16, 28)
  return packet
}

async function openSocket(t: Test) {
  const socket = createSocket('udp4').bind(0, host)
  await once(socket, 'listening')
  t.teardown(() => socket.close())
  const { port } = socket.address()
  const sdp = [
    ...['v=0', `o=- 1 1 IN IP4 ${host}`, 's=-', `c=IN IP4 ${host}`, 't=0 0'],
    ...[`m=audio ${port} RTP/AVP 0`, ''],
  ]
  return { socket, offer: sdp.join('\r\n') }
}

t.test('a header extension ends with us, whether packets are passed on or decoded', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-media-'))
  const rtp = { host, rtpPortMin: 46_000, rtpPortMax: 46_999 }
  const options = { ...rtp, promptsDir: dataDir, dataDir, onFact: () => undefined }
  const media = await startMedia(options, () => Promise.reject(new Error('no browsers')))
  t.teardown(async () => {
    await media.stop()
    await rm(dataDir, { recursive: true })
  })
  const [from, to] = [await openSocket(t), await openSocket(t)]
  const answer = await answerOffer(media, relayed, from.offer)
  const port = Number(/m=audio (\d+)/.exec(answer)?.[1])
  await answerOffer(media, phone, to.offer)
  const heard: Buffer[] = []
  to.socket.on('message', (packet) => heard.push(packet))
  media.perform({ do: 'hear', rows: hearEachOther(relayed, phone) })

  const talk = async (first: number) => {
    heard.length = 0
    for (let n = first; n < first + 50; n++) {
      from.socket.send(packetWithExtension(n), port, host)
      await pass(20)
    }
    const sounding = heard.filter((packet) => packet.at(100) === 0x55)
    t.ok(sounding.length > 20, `the sound came: ${sounding.length} packets`)
    t.same([...new Set(sounding.map((packet) => packet[0]))], [version2], 'no X bit')
    t.same([...new Set(sounding.map(({ length }) => length))], [12 + 160])
  }
  await talk(1)
  media.perform({ do: 'record', recording: named('r'), left: relayed, right: [phone] })
  await talk(51)
})

t.test('phones are told the announced address, and served at our own', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-media-'))
  const rtp = { host, rtpPortMin: 46_000, rtpPortMax: 46_999 }
  const open = async (announced: string) => {
    const options = { ...rtp, announced, promptsDir: dataDir, dataDir, onFact: () => undefined }
    const media = await startMedia(options, () => Promise.reject(new Error('no browsers')))
    t.teardown(() => media.stop())
    return answerOffer(media, phone, (await openSocket(t)).offer)
  }
  t.match(await open('192.0.2.7'), /c=IN IP4 192\.0\.2\.7\r\n/)
  t.match(await open('2001:db8::7'), /c=IN IP4 127\.0\.0\.1\r\n/, 'of our own IP version only')
  await rm(dataDir, { recursive: true })
})
