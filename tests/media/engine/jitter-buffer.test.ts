import fc from 'fast-check'
import t from 'tap'
import { Arrivals } from '../../../media/engine/arrivals.ts'
import type { Decoder } from '../../../media/engine/codecs/codec.ts'
import { createFrame, frameSamples } from '../../../media/engine/frame.ts'
import { JitterBuffer } from '../../../media/engine/jitter-buffer.ts'
import { type PayloadDecoder, noDecoder } from '../../../media/engine/payload-store.ts'
import { seeded } from '../../../testkit/sound/random.ts'
import { tone } from '../../../testkit/sound/tone.ts'
import { delayOf } from '../../../testkit/sound/verdict.ts'
import { createImpairment } from '../impairment.ts'

const header = { marker: false, payloadType: 0, ssrc: 1, payloadStart: 0 }

/** Two bytes are one sample: whatever is heard can be told from everything else. */
const plain: Decoder = {
  decode(bytes, start, end, samples, at) {
    const count = (end - start) >> 1
    for (let n = 0; n < count; n++)
      samples[at + n] = ((bytes[start + n * 2] ?? 0) << 8) | (bytes[start + n * 2 + 1] ?? 0)
    return count
  },
  conceal: () => false,
}
const sound: PayloadDecoder = { decoder: plain, isNoise: false }

/** A party with something to say, a clock that may run fast or slow, and its listener. */
class Line {
  readonly arrivals = new Arrivals()
  readonly buffer = new JitterBuffer(this.arrivals)
  readonly frame = createFrame()
  readonly said: Int16Array
  readonly samples: number
  readonly heard: number[] = []
  /** Each packet's sequence number and timestamp begin here. */
  sequence = 65_530
  timestamp = 2 ** 32 - 800
  /** ms */
  now = 0

  constructor(said = tone(400, 4000), samples = 160) {
    this.said = said
    this.samples = samples
  }

  /** Packet `n` of what the party says comes at `at` ms. */
  push(n: number, at: number, hearing = sound): void {
    const part = this.said.subarray(n * this.samples, (n + 1) * this.samples)
    const bytes = Uint8Array.from(
      [...part].flatMap((sample) => [(sample >> 8) & 0xff, sample & 0xff]),
    )
    const timestamp = (this.timestamp + n * this.samples) >>> 0
    const sequence = (this.sequence + n) & 0xffff
    const packet = { ...header, payloadEnd: bytes.length, sequence, timestamp }
    if (hearing === sound) this.arrivals.observe(timestamp, 1, at)
    this.buffer.push(packet, bytes, hearing, 1)
  }

  /** The next frames; the clock goes on by 20 ms each. */
  pull(frames = 1): Int16Array {
    const pulled: number[] = []
    for (let n = 0; n < frames; n++) {
      this.buffer.pull(this.frame, this.now)
      this.now += 20
      pulled.push(...this.frame)
    }
    this.heard.push(...pulled)
    return Int16Array.from(pulled)
  }

  /** These packets come, then 20 ms are heard; and so on. */
  turns(...arriving: readonly (readonly number[])[]): void {
    for (const packets of arriving) {
      for (const n of packets) this.push(n, this.now)
      this.pull()
    }
  }

  /** Time goes on from packet to packet: `arrive` says when each one comes, in ms after it was said. */
  run(packets: number, arrive: (n: number) => readonly number[]): void {
    const ms = this.samples / 8
    const all = Array.from({ length: packets }, (_, n) =>
      arrive(n).map((late) => [n, n * ms + late]),
    )
    const due = all.flat().sort(([, one = 0], [, other = 0]) => one - other)
    let next = 0
    while (this.now < packets * ms) {
      for (; (due[next]?.[1] ?? Infinity) <= this.now; next++)
        this.push(due[next]?.[0] ?? 0, due[next]?.[1] ?? 0)
      this.pull()
    }
  }
}

/** The largest step between neighbours. */
const steepest = (samples: ArrayLike<number>): number =>
  Array.from(samples).reduce(
    (most, sample, n, all) => Math.max(most, Math.abs(sample - (all[n - 1] ?? sample))),
    0,
  )

/** How far what is heard lies behind what is said, in samples, once sound has begun at once. */
const begins = 320

t.test('sound begins 40 ms late, without a click, and then is whole', async (t) => {
  const line = new Line()
  line.turns([0], [1], [2], [3], [4])
  t.ok(line.heard.slice(0, begins).every((sample) => sample === 0))
  t.same(line.heard.slice(begins + 80), [...line.said.subarray(80, 480)])
  t.ok(steepest(line.heard) <= steepest(line.said))
  t.same(line.buffer.counts, { late: 0, duplicate: 0, lost: 0, starved: 0, resynchronized: 0 })
})

t.test('packets in the wrong order are put right, repeated ones play once', async (t) => {
  const line = new Line()
  line.turns([1], [0], [3, 3], [2], [2, 4], [5])
  t.same(line.heard.slice(160 + 80), [...line.said.subarray(80, 800)])
  t.equal(line.buffer.counts.duplicate, 2, 'also when it was heard already')
})

t.test('a lost packet is concealed at its place, and all others are heard at theirs', async (t) => {
  const line = new Line()
  line.turns([0], [1], [2], [], [4], [5], [6], [7])
  const frames = [3, 4, 5].map((n) => line.heard.slice(begins + n * 160, begins + n * 160 + 160))
  const [concealed = [], joined = [], next] = frames
  t.ok(Math.max(...concealed) > 5000, 'something is made up')
  t.same(joined.slice(80), [...line.said.subarray(4 * 160 + 80, 5 * 160)])
  t.same(next, [...line.said.subarray(800, 960)])
  t.ok(steepest(line.heard) < 1.3 * steepest(line.said), 'no click')
  t.equal(line.buffer.counts.lost, 1)
})

t.test('packets of 10, 30, 40 and 60 ms play as well', async (t) => {
  for (const samples of [80, 240, 320, 480]) {
    const line = new Line(tone(400, 4000), samples)
    line.run(32_000 / samples, () => [0])
    const delay = delayOf(line.said, Int16Array.from(line.heard), 8000, 1000)
    t.same(
      line.heard.slice(8000 + delay, 24_000 + delay),
      [...line.said.subarray(8000, 24_000)],
      `${samples} samples`,
    )
    t.equal(line.buffer.counts.lost, 0)
  }
})

t.test('too late a packet makes the delay grow at once, without a gap in a tone', async (t) => {
  const line = new Line(tone(400, 10_000))
  line.run(150, (n) => [n === 100 ? 95 : 0])
  t.equal(line.buffer.counts.late, 1)
  t.ok(line.buffer.depth >= 600, `${line.buffer.depth} samples are left after each turn`)
  t.ok(steepest(line.heard) < 1.3 * steepest(line.said))
})

t.test('delay that is not needed any more is taken back, unheard', async (t) => {
  const line = new Line(tone(400, 60_000))
  line.run(3000, (n) => [n < 100 ? (n % 5) * 25 : 0])
  t.ok(line.buffer.depth <= 400, `${line.buffer.depth} samples are left after each turn`)
  const settled = line.heard.slice(16_000)
  t.ok(steepest(settled) < 1.1 * steepest(line.said))
  t.ok(
    settled.every((_, n) => n % 20 > 0 || settled.slice(n, n + 20).some((s) => Math.abs(s) > 9000)),
    'no dip',
  )
})

t.test('what stalls and then comes at once is cut down to at most 200 ms of delay', async (t) => {
  const line = new Line(tone(400, 20_000))
  line.run(1000, (n) => [n >= 100 && n < 200 ? (200 - n) * 20 : 0])
  t.ok(line.buffer.depth <= 1600)
  t.ok(line.buffer.counts.late > 50)
})

t.test('a sender whose clock is 200 ppm fast or slow makes no delay grow in an hour', async (t) => {
  for (const drift of [200e-6, -200e-6]) {
    const line = new Line(new Int16Array(160).fill(1000))
    const bytes = Uint8Array.from([...line.said].flatMap((sample) => [sample >> 8, sample & 0xff]))
    const [packet, frame] = [{ marker: false, payloadType: 0, ssrc: 1 }, createFrame()]
    let [sent, deepest] = [0, 0]
    for (let now = 0; now < 3_600_000; now += 20) {
      for (; sent * 20 * (1 - drift) <= now; sent++) {
        const stamp = { sequence: sent & 0xffff, timestamp: (sent * 160) >>> 0 }
        line.arrivals.observe(stamp.timestamp, 1, sent * 20 * (1 - drift))
        const whole = { ...packet, ...stamp, payloadStart: 0, payloadEnd: 320 }
        line.buffer.push(whole, bytes, sound, 1)
      }
      line.buffer.pull(frame, now)
      if (now > 10_000) deepest = Math.max(deepest, line.buffer.depth)
    }
    t.ok(deepest <= 640, `${deepest} samples at most`)
    const { late, lost, starved } = line.buffer.counts
    t.same([late, lost], [0, 0])
    t.ok(starved <= 40, `${starved} turns of 180,000 were made up: 0.72 s are missing in the hour`)
  }
})

t.test('a party that pauses loses nothing, and its pauses keep their length', async (t) => {
  const line = new Line(tone(400, 20_000))
  const talks = (n: number) => n % 100 < 60
  let sequence = 0
  for (let n = 0; n < 1000; n++) {
    line.sequence = sequence - n
    if (talks(n)) {
      line.push(n, n * 20)
      sequence++
    }
    line.pull()
  }
  t.equal(line.buffer.counts.lost, 0)
  const heard = Int16Array.from(line.heard)
  const delays = [10, 110, 510, 910].map((n) => delayOf(line.said, heard, n * 160, 1000))
  t.equal(new Set(delays).size, 1, delays.join())
  t.ok(steepest(heard) < 1.3 * steepest(line.said), 'its words begin and end without a click')
})

t.test('a key in the middle is a pause of sound, not a loss', async (t) => {
  const line = new Line()
  for (let n = 0; n < 30; n++) {
    line.push(n, n * 20, n >= 10 && n < 16 ? noDecoder : sound)
    line.pull()
  }
  t.equal(line.buffer.counts.lost, 0)
  t.equal(line.buffer.isPlaying, true)
})

t.test('comfort noise fills the pause from its description on', async (t) => {
  const line = new Line()
  const noise: PayloadDecoder = {
    isNoise: true,
    decoder: {
      decode: () => 0,
      conceal(samples, at, count) {
        samples.fill(77, at, at + count)
        return true
      },
    },
  }
  for (let n = 0; n < 10; n++) {
    line.push(n, n * 20)
    line.pull()
  }
  line.push(10, 200, noise)
  line.pull(4)
  t.ok(line.pull(20).every((sample) => sample === 77))
  for (let n = 60; n < 70; n++) {
    line.sequence = 65_530 - 49
    line.push(n, n * 20)
    line.pull()
  }
  t.equal(line.buffer.counts.lost, 0)
  t.same(line.pull().subarray(0, 80).length, 80)
})

t.test('one wild packet is ignored, two in a row are a new time line', async (t) => {
  const line = new Line()
  for (let n = 0; n < 10; n++) {
    line.push(n, n * 20)
    line.pull()
  }
  line.sequence += 5000
  line.push(10, 200)
  line.sequence -= 5000
  line.push(10, 200)
  t.same(line.pull(), line.said.subarray(9 * 160, 10 * 160))
  t.equal(line.buffer.counts.resynchronized, 0)
  line.sequence += 30_000
  line.timestamp += 5_000_000
  for (let n = 11; n < 20; n++) {
    line.push(n, n * 20)
    line.pull()
  }
  t.equal(line.buffer.counts.resynchronized, 1)
  t.equal(line.buffer.isPlaying, true)
})

t.test('timestamps that jump within the sequence lose no sound', async (t) => {
  for (const jump of [1_000_000, -1_000_000]) {
    const line = new Line(tone(400, 2000))
    for (let n = 0; n < 100; n++) {
      if (n === 50) line.timestamp += jump
      line.push(n, n * 20)
      line.pull()
    }
    t.equal(line.buffer.counts.resynchronized, 1)
    t.same([...line.pull()], [...line.said.subarray(99 * 160, 100 * 160)])
  }
})

t.test('jitter of 30 ms, loss and duplicates settle to one delay', async (t) => {
  const random = seeded(3)
  const said = Int16Array.from({ length: 30 * 8000 }, () => 20_000 * random() - 10_000)
  const line = new Line(said)
  const impaired = { loss: 0.05, jitterMs: 30, duplicated: 0.02, seed: 7 }
  const arrive = createImpairment(impaired)
  line.run(1500, () => arrive())
  const heard = Int16Array.from(line.heard)
  const delay = delayOf(said, heard, 160_000, 1600)
  t.ok(delay < 800, `${delay / 8} ms`)
  const wrong = [...said.subarray(120_000, 220_000)].filter(
    (sample, n) => heard[120_000 + n + delay] !== sample,
  )
  t.ok(wrong.length < 100_000 * 0.09, `${wrong.length} of 100,000 samples were made up`)
})

t.test('whatever comes, each pull gives a frame and the delay stays bounded', async () => {
  const anything = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ n: fc.integer({ min: -20, max: 60 }), bytes: fc.nat(700) }),
    },
    { weight: 1, arbitrary: fc.record({ n: fc.integer(), bytes: fc.nat(3000) }) },
    { weight: 4, arbitrary: fc.constant('pull' as const) },
  )
  const hearings = [sound, sound, sound, noDecoder]
  const packet = { marker: false, payloadType: 0, ssrc: 1, payloadStart: 0 }
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 300 }), fc.nat(3), (inputs, kind) => {
      const line = new Line()
      for (const [turn, input] of inputs.entries())
        if (input === 'pull') line.pull()
        else {
          const [sequence, timestamp] = [input.n & 0xffff, (input.n * frameSamples) >>> 0]
          const whole = { ...packet, sequence, timestamp, payloadEnd: input.bytes }
          const hearing = hearings[(turn + kind) % 4] ?? sound
          line.arrivals.observe(timestamp, 1, turn * 3)
          line.buffer.push(whole, new Uint8Array(input.bytes).fill(5), hearing, (kind % 2) + 1)
        }
      line.pull(3)
      return line.buffer.depth <= 64 * 1472 && line.frame.length === frameSamples
    }),
    { numRuns: 1000 },
  )
})
