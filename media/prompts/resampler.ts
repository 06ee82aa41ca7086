import { sampleRate } from '../engine/frame.ts'
import { kaiser } from '../engine/kaiser.ts'

/** Where half of the sound's level is let through, Hz; the telephone's band ends at 3,400. */
const cutoffHz = 3700
/** From all to nothing within so many Hz, and how little nothing is. */
const transitionHz = 600
const stopDecibels = 70

/**
 * Brings mono sound of one rate to 8 kHz: a low-pass before, so that nothing above 4 kHz folds back into what is heard.
 * A sinc in a Kaiser window, tabled for each place that a sample of 8 kHz can have between those of the rate.
 */
export class Resampler {
  readonly #rate: number
  readonly #half: number
  readonly #phases: readonly Float32Array[]

  /** A rate of 8,000 or more. */
  constructor(rate: number) {
    this.#rate = rate
    this.#half = halfWidth(rate)
    const count = sampleRate / divisor(rate, sampleRate)
    this.#phases = Array.from({ length: count }, (_, phase) =>
      lowPass(rate, this.#half, phase / count),
    )
  }

  /** How many samples `count` of the rate become. */
  lengthOf(count: number): number {
    return Math.ceil((count * sampleRate) / this.#rate)
  }

  /** Writes the samples [from, to) of the result. */
  resample(sound: Int16Array, into: Int16Array, from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const position = index * this.#rate
      const centre = Math.floor(position / sampleRate)
      const phase = ((position % sampleRate) * this.#phases.length) / sampleRate
      const taps = this.#phases[phase] ?? none
      const value = Math.round(convolve(sound, centre - this.#half + 1, taps))
      into[index] = value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value
    }
  }
}

const none = new Float32Array()

/** Beyond its ends the sound is silent. */
function convolve(sound: Int16Array, start: number, taps: Float32Array): number {
  const first = Math.max(0, -start)
  const end = Math.min(taps.length, sound.length - start)
  let sum = 0
  for (let tap = first; tap < end; tap++) sum += (sound[start + tap] ?? 0) * (taps[tap] ?? 0)
  return sum
}

/** Kaiser's estimate of the taps that such a transition wants. */
const halfWidth = (rate: number): number =>
  Math.ceil((stopDecibels - 8) / (2.285 * 2 * Math.PI * (transitionHz / rate)) / 2)

/** The taps around a place `fraction` behind a sample; together they are 1. */
function lowPass(rate: number, half: number, fraction: number): Float32Array {
  const beta = 0.1102 * (stopDecibels - 8.7)
  const taps = Float64Array.from({ length: 2 * half }, (_, tap) => {
    const distance = tap - half + 1 - fraction
    const turn = (2 * Math.PI * cutoffHz * distance) / rate
    const sinc = turn === 0 ? 1 : Math.sin(turn) / turn
    return sinc * kaiser(beta, distance / half)
  })
  const sum = taps.reduce((total, tap) => total + tap, 0)
  return Float32Array.from(taps, (tap) => tap / sum)
}

function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other)
}
