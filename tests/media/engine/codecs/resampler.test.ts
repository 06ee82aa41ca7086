import t from 'tap'
import { Decimator, Interpolator } from '../../../../media/engine/codecs/resampler.ts'
import { rms, tone, toneToRest } from './sound.ts'

const frame = 160

/** Frame by frame, as a leg does it. */
function taken(down: number, samples: Int16Array): Int16Array {
  const [decimator, result] = [new Decimator(down), new Int16Array(samples.length / down)]
  for (let at = 0; at < result.length; at += frame)
    decimator.filter(samples.subarray(at * down, (at + frame) * down), frame * down, result, at)
  return result
}

function raised(up: number, samples: Int16Array): Int16Array {
  const [interpolator, result] = [new Interpolator(up), new Int16Array(samples.length * up)]
  for (let at = 0; at < samples.length; at += frame)
    interpolator.filter(samples.subarray(at, at + frame), result.subarray(at * up))
  return result
}

for (const factor of [2, 6]) {
  const rate = 8000 * factor

  t.test(
    `telephone speech passes between 8 kHz and ${rate / 1000} kHz with its level`,
    async (t) => {
      for (const hz of [100, 300, 1000, 2000, 3000, 3300]) {
        for (const [way, heard, at] of [
          ['down', taken(factor, tone(hz, 1, rate)), 8000],
          ['up', raised(factor, tone(hz, 1)), rate],
        ] as const) {
          const settled = heard.subarray(at / 10)
          const decibels = 20 * Math.log10(rms(settled) / (10_000 / Math.SQRT2))
          t.ok(Math.abs(decibels) < 0.1, `${way} ${hz} Hz: ${decibels} dB`)
        }
      }
    },
  )

  t.test(`neither frame borders nor images are heard at factor ${factor}`, async (t) => {
    for (const hz of [300, 1000, 3300]) {
      const down = taken(factor, tone(hz, 1, rate)).subarray(800)
      t.ok(toneToRest(down, hz, 8000) > 75, `down ${hz} Hz`)
      const up = raised(factor, tone(hz, 1)).subarray(rate / 10)
      t.ok(toneToRest(up, hz, rate) > 75, `up ${hz} Hz`)
    }
  })

  t.test(`what 8 kHz cannot hold is gone, not folded down, at factor ${factor}`, async (t) => {
    for (const hz of [4200, 4500, 5000, 7000]) {
      const heard = taken(factor, tone(hz, 1, rate)).subarray(800)
      t.ok(rms(heard) < 2, `${hz} Hz: ${rms(heard)}`)
    }
  })
}

t.test('a full-scale wave is clipped, never turned over', async (t) => {
  const square = Int16Array.from({ length: 1600 }, (_, index) =>
    index % 16 < 8 ? 32_767 : -32_768,
  )
  const heard = raised(2, square).subarray(400)
  // Of a wave of 500 Hz no sample may differ in sign from the one half a period later by more than the edges do.
  t.equal(Math.max(...heard), 32_767)
  t.equal(Math.min(...heard), -32_768)
  t.ok(heard.every((sample, index) => index < 1 || Math.abs(sample - (heard[index - 1] ?? 0)) < 40_000)) // prettier-ignore
})
