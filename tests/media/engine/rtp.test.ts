import fc from 'fast-check'
import { packets } from 'rtp.js'
import t from 'tap'
import { pcmu } from '../../../media/engine/codecs/g711.ts'
import { writeControl } from '../../../media/engine/rtcp.ts'
import { RtpStream } from '../../../media/engine/rtp-stream.ts'
import { headerBytes, isRtcp, parseRtp, writeRtpHeader } from '../../../media/engine/rtp.ts'
import { viewOf } from './table.ts'

const header = {
  marker: true,
  payloadType: 101,
  sequence: 0xfffe,
  timestamp: 0xfedc_ba98,
  ssrc: 0x8765_4321,
}
const payload = Uint8Array.from({ length: 160 }, (_, n) => n)

/** A packet with everything that RFC 3550 allows before and after the payload. */
function laden(): Uint8Array {
  const plain = new Uint8Array(headerBytes)
  writeRtpHeader(plain, header)
  plain[0] = 0x80 | 0x20 | 0x10 | 2
  const csrc = [1, 2, 3, 4, 5, 6, 7, 8]
  const extension = [0xbe, 0xde, 0, 3, ...Array.from({ length: 12 }, () => 0x55)]
  return Uint8Array.from([...plain, ...csrc, ...extension, ...payload, 0, 0, 0, 4])
}

t.test('what is written is what an independent parser reads', async (t) => {
  const bytes = new Uint8Array(headerBytes + payload.length)
  writeRtpHeader(bytes, header)
  bytes.set(payload, headerBytes)
  const read = new packets.RtpPacket(new DataView(bytes.buffer))
  t.equal(read.getPayloadType(), 101)
  t.equal(read.getMarker(), true)
  t.equal(read.getSequenceNumber(), 0xfffe)
  t.equal(read.getTimestamp(), 0xfedc_ba98)
  t.equal(read.getSsrc(), 0x8765_4321)
  t.same(viewOf(read), payload)
  t.same(parseRtp(bytes), { ...header, payloadStart: 12, payloadEnd: 172 })
})

t.test('CSRC, header extension and padding are not sound', async (t) => {
  const bytes = laden()
  const read = parseRtp(bytes)
  t.match(read, header)
  t.same(bytes.subarray(read?.payloadStart, read?.payloadEnd), payload)
})

t.test('what is not a whole RTP packet is refused', async (t) => {
  const cases: Record<string, (bytes: Uint8Array) => Uint8Array> = {
    'nothing at all': () => new Uint8Array(),
    'eleven bytes': (bytes) => bytes.subarray(0, 11),
    'version 1': (bytes) => bytes.fill(0x40, 0, 1),
    'CSRC beyond the end': (bytes) => bytes.fill(0x8f, 0, 1).subarray(0, 40),
    'an extension beyond the end': (bytes) => bytes.fill(0xff, 22, 24),
    'an extension without its length': (bytes) => bytes.subarray(0, 22),
    'padding longer than the packet': (bytes) => bytes.fill(0xff, bytes.length - 1),
    'padding of no bytes': (bytes) => bytes.fill(0, bytes.length - 1),
  }
  for (const [name, spoil] of Object.entries(cases))
    t.equal(parseRtp(spoil(laden())), undefined, name)
})

t.test('however a packet is spoilt, its payload lies within it', async () => {
  const spoilt = fc.record({
    length: fc.integer({ min: 0, max: 240 }),
    changes: fc.array(fc.tuple(fc.nat(40), fc.nat(255)), { maxLength: 6 }),
    last: fc.nat(255),
  })
  fc.assert(
    fc.property(spoilt, ({ length, changes, last }) => {
      const bytes = laden().slice(0, length)
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
      if (bytes.length > 0) bytes[bytes.length - 1] = last
      const read = parseRtp(bytes)
      if (read === undefined) return true
      const { payloadStart, payloadEnd } = read
      return payloadStart >= 12 && payloadStart <= payloadEnd && payloadEnd <= bytes.length
    }),
    { numRuns: 20_000 },
  )
})

t.test('RTCP on the RTP port is told apart', async (t) => {
  t.equal(isRtcp(Uint8Array.of(0x80, 200)), true)
  t.equal(isRtcp(Uint8Array.of(0x80, 0)), false)
  t.equal(isRtcp(Uint8Array.of(0x80, 0x80 | 101)), false)
})

t.test('a sender report says how much was sent, when, and by whom', async (t) => {
  const stream = new RtpStream({ ssrc: 7, sequence: 1, timestamp: 1000 })
  stream.audio(pcmu.createEncoder(), 0, new Int16Array(160))
  stream.pass()
  const at = Date.UTC(2026, 0, 1, 0, 0, 0, 500)
  const bytes = writeControl(stream, undefined, '7@host', at)
  const compound = new packets.CompoundPacket(new DataView(bytes.buffer))
  const [report, description] = compound.getPackets()
  t.match(report?.dump(), {
    ssrc: 7,
    ntpSeq: at / 1000 - 0.5 + 2_208_988_800,
    ntpFraction: 2 ** 31,
    rtpTimestamp: 1160,
    packetCount: 1,
    octetCount: 160,
  })
  t.match(JSON.stringify(description?.dump()), '7@host')
})
