import t from 'tap'
import { speech, sweep } from '../../../testkit/sound/signals.ts'
import { tone } from '../../../testkit/sound/tone.ts'
import { delayOf, loudestClick, segmentalSnr } from '../../../testkit/sound/verdict.ts'
import { coded, sendImpaired } from './impaired.ts'
import { Table } from './table.ts'

const bad = { loss: 0.05, jitterMs: 30, seed: 5 }
/** From here on the buffer has settled: 15 s, in packets. */
const settled = 750

t.test('of a 60 s sweep with 5 % loss and 30 ms jitter no sample is missing', async (t) => {
  const table = new Table()
  const { id } = table.seat('anna')
  const { packets, ideal } = coded(sweep(300, 3000, 60))
  const { heard, lost } = sendImpaired(table, id, packets, bad)
  const delay = delayOf(ideal, heard, (settled + 40) * 160)
  t.ok(delay < 100 * 8, `${delay / 8} ms of delay`)
  t.ok(lost.size > 100, `${lost.size} packets are lost`)
  const [wrong, silent] = [[] as number[], [] as number[]]
  for (let n = settled; n < packets.length - 10; n++) {
    const [from, to] = [n * 160 + delay, n * 160 + delay + 160]
    const [wanted, got] = [ideal.subarray(n * 160, n * 160 + 160), heard.subarray(from, to)]
    // What follows a gap is overlapped with what was made up, 10 ms at most.
    const overlapped = lost.has(n - 1) ? 80 : 0
    if (lost.has(n)) {
      if (got.every((sample) => Math.abs(sample) < 1000)) silent.push(n)
    } else if (wanted.some((sample, at) => at >= overlapped && sample !== got[at])) wrong.push(n)
  }
  t.same(wrong, [], 'every packet that came is heard whole, once, and in its place')
  const runs = [...lost].filter((n) => !lost.has(n - 1) && !lost.has(n - 2))
  t.same(
    silent.filter((n) => runs.includes(n)),
    [],
    'every lost one is made up',
  )
  const receiver = table.engine.leg(id)?.receiver
  t.equal(receiver?.reception.lost, [...lost].filter((n) => n < packets.length - 1).length)
  t.match(receiver?.jitter.counts, { late: 0, duplicate: 0, resynchronized: 0 })
})

t.test('speech with 5 % loss stays near the ideal, far nearer than with gaps', async (t) => {
  const { packets, ideal } = coded(speech(60))
  const table = new Table()
  const { heard, lost } = sendImpaired(table, table.seat('anna').id, packets, bad)
  const delay = delayOf(ideal, heard, (settled + 40) * 160)
  const gaps = ideal.slice()
  for (const n of lost) gaps.fill(0, n * 160, n * 160 + 160)
  const from = settled * 160
  const snr = segmentalSnr(ideal.subarray(from, -8000), heard.subarray(from + delay))
  t.ok(snr > 31, `${snr.toFixed(1)} dB of 35`)
  /** Of the lost packets alone: their first samples. */
  const only = (sound: Int16Array, samples: number) => {
    const pieces = [...lost].filter((n) => n >= settled && n < packets.length - 60)
    const starts = pieces.filter((n) => !lost.has(n - 1)).map((n) => n * 160)
    return Int16Array.from(starts.flatMap((at) => [...sound.subarray(at, at + samples)]))
  }
  const judge = (sound: Int16Array, samples: number) =>
    segmentalSnr(only(ideal, samples), only(sound, samples), samples)
  const made = heard.subarray(delay)
  t.ok(judge(made, 40) > 5, `${judge(made, 40).toFixed(1)} dB in the first 5 ms that are made up`)
  t.ok(judge(made, 160) > 1, `${judge(made, 160).toFixed(1)} dB in all 20 ms`)
  t.equal(judge(gaps, 160).toFixed(0), '0')
})

t.test('tones with 5 % loss go on without a click', async (t) => {
  for (const hz of [200, 400, 1000, 1600]) {
    const { packets, ideal } = coded(tone(hz, 30_000))
    const table = new Table()
    const { heard } = sendImpaired(table, table.seat('anna').id, packets, { ...bad, jitterMs: 10 })
    const delay = delayOf(ideal, heard, 200 * 160, 1600)
    const [from, to] = [200 * 160, 1400 * 160]
    const snr = segmentalSnr(ideal.subarray(from, to), heard.subarray(from + delay, to + delay))
    t.ok(snr > 30, `${hz} Hz: ${snr.toFixed(1)} dB of 35`)
    const usual = loudestClick(ideal.subarray(from, to)).times
    t.ok(loudestClick(heard.subarray(from, to)).times < usual + 1, `${hz} Hz`)
  }
})

t.test('a fifth lost, reordered and doubled at 60 ms of jitter is still heard', async (t) => {
  const { packets, ideal } = coded(speech(60, 2))
  const table = new Table()
  const worst = { loss: 0.2, jitterMs: 60, reordered: 0.05, duplicated: 0.05, seed: 9 }
  const { heard } = sendImpaired(table, table.seat('anna').id, packets, worst)
  const { jitter, reception } = table.engine.leg(table.seat('anna').id)?.receiver ?? {}
  t.ok((jitter?.counts.late ?? 0) < 100, 'few come too late')
  t.ok((jitter?.depth ?? 0) <= 1600, 'the delay stays bounded')
  t.ok(Math.abs((reception?.lost ?? 0) - 480) < 80, 'a doubled packet hides a lost one (A.3)')
  const delay = delayOf(ideal, heard, 2500 * 160)
  const snr = segmentalSnr(ideal.subarray(-88_000, -8000), heard.subarray(-88_000 + delay))
  t.ok(snr > 15, `${snr.toFixed(1)} dB of 35`)
})

t.test('what was only passed on is heard without a click when somebody listens', async (t) => {
  const { packets, ideal } = coded(tone(440, 4000))
  const table = new Table()
  const { id } = table.seat('anna')
  const source = { address: '127.0.0.1', port: 4000 }
  const pass = (from: number, to: number) => {
    for (let n = from; n < to; n++) {
      table.engine.receive(id, packets[n] ?? new Uint8Array(), source, n * 20)
      for (let slot = 0; slot < 10; slot++) table.engine.tick(n * 20 + slot * 2)
    }
  }
  pass(0, 50)
  const receiver = table.engine.leg(id)?.receiver
  t.equal(receiver?.jitter.depth, 0, 'nothing is kept')
  t.equal(receiver?.reception.received, 50, 'but it is counted')
  const heard: number[] = []
  table.engine.leg(id)?.taps.add({ hear: (frame) => heard.push(...frame) })
  pass(50, 100)
  t.ok(heard.slice(0, 160).every((sample) => sample === 0))
  const steps = heard.map((sample, n) => Math.abs(sample - (heard[n - 1] ?? 0)))
  const steepest = ideal.reduce(
    (most, s, n) => Math.max(most, Math.abs(s - (ideal[n - 1] ?? s))),
    0,
  )
  t.ok(Math.max(...steps) <= steepest)
  t.ok(heard.slice(-160).some((sample) => Math.abs(sample) > 8000))
})
