import t from 'tap'
import type { LegQuality } from '../../../core/leg-quality.ts'
import { named } from '../../../core/names.ts'
import { createFrame } from '../../../media/engine/frame.ts'
import { Receiver } from '../../../media/engine/receiver.ts'
import { readControl, writeControl } from '../../../media/engine/rtcp.ts'
import {
  createPacket,
  headerBytes,
  isRtcp,
  parseRtp,
  writeRtpHeader,
} from '../../../media/engine/rtp.ts'
import { parseEvent } from '../../../media/engine/telephone-event.ts'
import { seeded } from '../../../testkit/sound/random.ts'
import { terms } from './table.ts'

const million = 1_000_000
const sent = { ssrc: 1, timestamp: 2, packets: 3, octets: 4 }
const block = { ssrc: 1, fractionLost: 2, lost: 3, highest: 4, jitter: 5, lastReport: 6, delay: 7 }

/** A valid packet of RTP, the `n`-th of its stream, of one of the agreed payload types or of another. */
function rtp(n: number): Uint8Array {
  const bytes = new Uint8Array(headerBytes + 160).fill(n)
  const payloadType = [0, 0, 0, 8, 101, 9, 13][n % 7] ?? 0
  const [sequence, timestamp] = [n & 0xffff, (n * 160) >>> 0]
  writeRtpHeader(bytes, { marker: n % 50 === 0, payloadType, sequence, timestamp, ssrc: 9 })
  return bytes
}
const control = writeControl(sent, block, 'anna@phone', 1_700_000_000_000)

/** Up to four bytes are changed, most of them in front; sometimes it is cut off, or longer than it says. */
function createMutation(seed: number): (bytes: Uint8Array) => Uint8Array {
  const random = seeded(seed)
  const longest = new Uint8Array(1600)
  return (bytes) => {
    const choice = random()
    const length = choice < 0.1 ? random() * bytes.length : choice < 0.12 ? 1500 : bytes.length
    longest.fill(0, 0, length)
    longest.set(bytes.subarray(0, length))
    const mutated = longest.subarray(0, length)
    const changes = Math.floor(random() * 5)
    for (let change = 0; change < changes; change++)
      mutated[Math.floor(random() ** 2 * length)] = random() * 256
    return mutated
  }
}

t.test('a million mutated RTP packets are read or refused, each within its bounds', async (t) => {
  const [mutate, packet] = [createMutation(1), createPacket()]
  let [read, wrong] = [0, 0]
  for (let n = 0; n < million; n++) {
    const bytes = mutate(rtp(n & 1023))
    if (isRtcp(bytes) || parseRtp(bytes, packet) === undefined) continue
    read++
    const { payloadStart: start, payloadEnd: end } = packet
    if (start < headerBytes || start > end || end > bytes.length) wrong++
  }
  t.equal(wrong, 0)
  t.ok(read > million / 4 && read < million, `${read} were read`)
})

t.test('a million mutated RTCP packets are read or refused', async (t) => {
  const mutate = createMutation(2)
  const bye = Uint8Array.of(...control, 0x81, 203, 0, 1, 0, 0, 0, 9)
  let [blocks, whole] = [0, 0]
  const listener = { sent: () => undefined, reception: () => blocks++, bye: () => undefined }
  for (let n = 0; n < million; n++)
    if (readControl(mutate(n % 2 === 0 ? control : bye), listener)) whole++
  t.ok(whole > million / 4 && whole < million, `${whole} were whole`)
  t.ok(blocks > million / 4 && blocks < 40 * million)
})

t.test('a million mutated telephone-events are read or refused', async (t) => {
  const [mutate, event] = [createMutation(3), Uint8Array.of(5, 0x8a, 3, 0x20)]
  let read = 0
  for (let n = 0; n < million; n++) {
    const bytes = mutate(event)
    const { code = 0, duration = 0 } = parseEvent(bytes, 0, bytes.length) ?? {}
    if (code <= 255 && duration <= 0xffff) read++
  }
  t.equal(read, million)
})

t.test(
  '200,000 mutated packets through a receiver: no throw, no growth, sound after it',
  async (t) => {
    const mutate = createMutation(4)
    const told: string[] = []
    const measured: LegQuality[] = []
    const receiver = new Receiver({
      leg: named('fuzzed'),
      silenceSeconds: 60,
      emit(output) {
        if (output.type === 'media.faulted') told.push(output.reason)
        if (output.type === 'leg.measured') measured.push(output.quality)
      },
      onAudio: () => undefined,
      onKeySigned: () => undefined,
    })
    const receives = new Map(terms.receives).set(13, 'noise' as const).set(9, 'g722' as const)
    receiver.apply({ ...terms, receives })
    const [frame, source] = [createFrame(), terms.remote]
    const stranger = { address: '203.0.113.66', port: 666 }
    receiver.isDecoded = true
    const feed = (from: number, to: number, change: (bytes: Uint8Array) => Uint8Array) => {
      for (let n = from; n < to; n++) {
        const at = n * 5
        const bytes = change(rtp(n))
        receiver.receive(bytes, n % 29 === 0 ? stranger : source, at)
        receiver.receiveReport(change(control), source, sent, at, at)
        if (n % 4 === 0) receiver.pull(frame, at)
        if (n % 4 === 0) receiver.isLost()
      }
    }
    feed(0, 20_000, mutate)
    const before = process.memoryUsage()
    feed(20_000, 200_000, mutate)
    const after = process.memoryUsage()
    const grown = after.arrayBuffers + after.external - before.arrayBuffers - before.external
    t.ok(grown < 4_000_000, `${grown} bytes more outside of the heap`)
    t.ok(after.heapUsed - before.heapUsed < 60_000_000, 'and nothing but garbage within')
    t.ok(receiver.jitter.depth <= 64 * 1600)
    t.same(new Set(told), new Set(['foreign-rtp', 'codec-mismatch']), 'each is told once')
    t.equal(told.length, 2)
    const clean = (bytes: Uint8Array) => bytes
    feed(200_000, 200_400, clean)
    t.ok(
      frame.some((sample) => sample !== 0),
      'it plays again',
    )
    receiver.close()
    t.ok(measured.every(({ rFactor, mos }) => rFactor >= 0 && mos >= 1 && mos <= 4.5))
  },
)
