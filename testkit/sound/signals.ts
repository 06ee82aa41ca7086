import { seeded } from './random.ts'

const rate = 8000

/** A sine that rises evenly from one frequency to another, so that each moment sounds different from every other. */
export function sweep(fromHz: number, toHz: number, seconds: number, level = 0.3): Int16Array {
  const samples = seconds * rate
  return Int16Array.from({ length: samples }, (_, n) => {
    const at = n / rate
    const turns = fromHz * at + ((toHz - fromHz) * at * at) / (2 * seconds)
    return Math.round(32_767 * level * Math.sin(2 * Math.PI * turns))
  })
}

/**
 * Something like speech: voiced syllables whose pitch glides between 90 and 220 Hz under three formants, hisses and
 * pauses between them.
 */
export function speech(seconds: number, seed = 1): Int16Array {
  const random = seeded(seed)
  const sound = new Float64Array(seconds * rate)
  let at = 0
  while (at < sound.length) {
    const length = Math.round((0.12 + 0.2 * random()) * rate)
    const kind = random()
    if (kind < 0.7) voice(sound, at, length, random)
    else if (kind < 0.85) hiss(sound, at, length >> 1, random)
    at += length
  }
  return Int16Array.from(sound, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_000))
}

function voice(sound: Float64Array, at: number, length: number, random: () => number): void {
  const from = 90 + 130 * random()
  const to = from * (0.9 + 0.2 * random())
  const formants = [300 + 500 * random(), 900 + 1200 * random(), 2300 + 600 * random()]
  let phase = 0
  for (let n = 0; n < length && at + n < sound.length; n++) {
    const pitch = from + ((to - from) * n) / length
    phase += pitch / rate
    let sample = 0
    for (let harmonic = 1; harmonic * pitch < 3600; harmonic++) {
      const hz = harmonic * pitch
      const weight = formants.reduce(
        (sum, formant, k) => sum + 1 / ((1 + ((hz - formant) / 120) ** 2) * (k + 1)),
        0.02,
      )
      sample += weight * Math.sin(2 * Math.PI * harmonic * phase)
    }
    sound[at + n] = 0.12 * sample * Math.sin((Math.PI * n) / length)
  }
}

function hiss(sound: Float64Array, at: number, length: number, random: () => number): void {
  for (let n = 0; n < length && at + n < sound.length; n++)
    sound[at + n] = 0.06 * (2 * random() - 1) * Math.sin((Math.PI * n) / length)
}
