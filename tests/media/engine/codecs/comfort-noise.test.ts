import t from 'tap'
import { ComfortNoise } from '../../../../media/engine/codecs/comfort-noise.ts'
import { rms } from './sound.ts'

const made = (...payload: readonly number[]): Int16Array => {
  const samples = new Int16Array(16_000)
  const noise = new ComfortNoise()
  noise.hear(Uint8Array.from(payload), 0, payload.length)
  for (let at = 0; at < samples.length; at += 160) noise.make(samples.subarray(at, at + 160))
  return samples
}

const dBov = (samples: Int16Array) => 20 * Math.log10(rms(samples) / 32_124)

t.test('noise has the level that was told', async (t) => {
  for (const level of [30, 50, 60])
    t.ok(Math.abs(dBov(made(level)) + level) < 0.7, `${level}: ${dBov(made(level))}`)
  t.ok(Math.abs(dBov(made(40, 10, 200, 100)) + 40) < 1.5, 'with a colour too')
})

t.test('the reflection coefficients colour it', async (t) => {
  const steps = (samples: Int16Array) =>
    samples.map((sample, at) => sample - (samples[at - 1] ?? 0))
  const dullness = (samples: Int16Array) => rms(samples) / rms(steps(samples))
  // A first coefficient near -1 is a pole near +1: low frequencies.
  t.ok(dullness(made(30, 20)) > 1.2 * dullness(made(30)), 'dull')
  t.ok(dullness(made(30, 234)) < 0.8 * dullness(made(30)), 'bright')
})

t.test('before any level is told, and at the lowest one, there is silence', async (t) => {
  const samples = new Int16Array(160).fill(7)
  const noise = new ComfortNoise()
  noise.make(samples)
  t.equal(rms(samples), 0)
  noise.hear(new Uint8Array(4), 2, 2)
  noise.make(samples)
  t.equal(rms(samples), 0)
  t.equal(rms(made(127)), 0)
})
