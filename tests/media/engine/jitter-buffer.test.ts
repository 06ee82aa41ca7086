import fc from 'fast-check'
import t from 'tap'
import { createFrame } from '../../../media/engine/frame.ts'
import { pcmu } from '../../../media/engine/codecs/g711.ts'
import { JitterBuffer } from '../../../media/engine/jitter-buffer.ts'

const decoder = pcmu.createDecoder()
/** A code whose sample tells it apart: packets of one code each. */
const sampleOf = (code: number) => {
  const samples = new Int16Array(8)
  decoder.decode(new Uint8Array(8).fill(code), 0, 8, samples, 0)
  return samples[0] ?? 0
}

const header = { marker: false, payloadType: 0, sequence: 0, ssrc: 1 }

class Line {
  readonly buffer = new JitterBuffer()
  readonly frame = createFrame()

  /** A packet of `samples` samples at `timestamp`, all of one code. */
  push(timestamp: number, code: number, samples = 160): void {
    const packet = { ...header, timestamp: timestamp >>> 0, payloadStart: 0, payloadEnd: samples }
    this.buffer.push(packet, new Uint8Array(samples).fill(code), decoder)
  }

  /** The first sample of each of the next frames. */
  pull(frames: number): readonly (number | undefined)[] {
    return Array.from({ length: frames }, () => {
      this.buffer.pull(this.frame)
      return this.frame[0]
    })
  }
}

/** Packet n of a stream is at n * 160 and says code n. */
const stream = (line: Line, ...packets: readonly number[]) => {
  for (const n of packets) line.push(n * 160, n)
}
const samples = (...codes: readonly number[]) => codes.map(sampleOf)

t.test('sound begins two frames late and then is whole', async (t) => {
  const line = new Line()
  stream(line, 1, 2, 3)
  t.same(line.pull(5), [0, 0, ...samples(1, 2, 3)])
})

t.test('packets in the wrong order are put right, repeated ones play once', async (t) => {
  const line = new Line()
  stream(line, 2, 1, 4, 4, 3, 3)
  t.same(line.pull(6), [0, 0, ...samples(1, 2, 3, 4)])
  t.equal(line.buffer.counts.duplicate, 2)
})

t.test('a lost packet repeats the last sound at half its level', async (t) => {
  const line = new Line()
  stream(line, 1, 3)
  t.same(line.pull(5), [0, 0, sampleOf(1), sampleOf(1) >> 1, sampleOf(3)])
  t.equal(line.buffer.counts.lost, 1)
})

t.test('what comes after its time is dropped', async (t) => {
  const line = new Line()
  stream(line, 1, 3, 4)
  line.pull(4)
  stream(line, 2)
  t.equal(line.buffer.counts.late, 1)
  t.same(line.pull(2), samples(3, 4))
})

t.test('a line that falls dry fades within four frames and goes on where it stopped', async (t) => {
  const line = new Line()
  stream(line, 1)
  const [, , one = 0, ...fading] = line.pull(8)
  t.same(fading, [one >> 1, one >> 2, one >> 3, one >> 4, 0])
  stream(line, 2, 3)
  t.same(line.pull(2), samples(2, 3), 'the delay has grown instead of losing sound')
})

t.test('sound after a long pause begins anew without playing the pause', async (t) => {
  const line = new Line()
  stream(line, 1)
  line.pull(10)
  line.push(100 * 160, 5)
  line.push(101 * 160, 6)
  t.same(line.pull(4), [0, 0, ...samples(5, 6)])
})

t.test('packets of 10, 30 and 60 ms play as well', async (t) => {
  for (const length of [80, 240, 480]) {
    const line = new Line()
    for (let at = 0; at < 960; at += length) line.push(at, 1, length)
    t.same(line.pull(8), [0, 0, ...samples(1, 1, 1, 1, 1, 1)], `${length} samples`)
    t.equal(line.buffer.counts.lost, 0)
  }
})

t.test('timestamps may pass through zero', async (t) => {
  const line = new Line()
  for (const n of [-2, -1, 0, 1]) line.push(n * 160, n + 3)
  t.same(line.pull(6), [0, 0, ...samples(1, 2, 3, 4)])
})

t.test('one wild timestamp is ignored, two in a row are a new time line', async (t) => {
  const line = new Line()
  stream(line, 1, 2, 3)
  line.pull(3)
  line.push(5_000_000, 9)
  t.same(line.pull(1), samples(2))
  line.push(5_000_000, 7)
  line.push(5_000_160, 8)
  t.equal(line.buffer.counts.resynchronized, 1)
  line.push(5_000_320, 9)
  line.pull(2)
  t.same(line.pull(2), samples(8, 9))
})

t.test('a burst after a stall is cut down to a short delay', async (t) => {
  const line = new Line()
  stream(line, ...Array.from({ length: 40 }, (_, n) => n + 1))
  t.same(line.pull(3), [0, 0, sampleOf(39)])
  t.equal(line.buffer.depth, 160)
})

t.test('delay that was not needed for ten seconds is taken back', async (t) => {
  const line = new Line()
  for (let n = 0; n < 8; n++) line.push(n * 160, 1)
  for (let n = 8; n < 520; n++) {
    line.pull(1)
    line.push(n * 160, 1)
  }
  t.equal(line.buffer.depth, 3 * 160)
})

t.test('whatever comes, each pull gives a frame and the delay stays bounded', async () => {
  const anything = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        at: fc.integer({ min: -20, max: 60 }),
        length: fc.constantFrom(80, 160, 240),
      }),
    },
    { weight: 1, arbitrary: fc.record({ at: fc.integer(), length: fc.nat(2000) }) },
    { weight: 4, arbitrary: fc.constant('pull' as const) },
  )
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 200 }), (inputs) => {
      const line = new Line()
      for (const input of inputs)
        if (input === 'pull') line.pull(1)
        else line.push(input.at * 160, 1, input.length)
      return line.buffer.depth <= 8192 && line.frame.every((sample) => sample !== -32_768)
    }),
    { numRuns: 2000 },
  )
})
