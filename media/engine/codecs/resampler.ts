import { kaiser } from '../kaiser.ts'

/** Taps of each phase; more make the edge steeper and the delay longer. */
const tapsPerPhase = 48
/** Shape of the Kaiser window: 80 dB of attenuation. */
const beta = 8
/** The passband's edge as a share of half the lower rate: 3.7 kHz of 4 kHz. */
const edge = 0.925

/** A low-pass below half the lower of two rates that are `factor` apart: sinc under a Kaiser window, gain 1. */
function lowPass(factor: number): Float32Array {
  const length = tapsPerPhase * factor
  const middle = (length - 1) / 2
  const raw = Array.from({ length }, (_, index) => {
    const x = ((index - middle) * edge) / factor
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
    return sinc * kaiser(beta, (index - middle) / middle)
  })
  const sum = raw.reduce((total, tap) => total + tap, 0)
  return Float32Array.from(raw, (tap) => tap / sum)
}

const to16Bits = (value: number): number =>
  value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : Math.round(value)

/** Takes a stream down to a `factor`th of its sample rate; it remembers what came before, so frames join without a click. */
export class Decimator {
  readonly #factor: number
  readonly #taps: Float32Array
  /** The last samples, each kept twice so that they are always in a row. */
  readonly #past: Float32Array
  #place = 0

  constructor(factor: number) {
    this.#factor = factor
    this.#taps = lowPass(factor)
    this.#past = new Float32Array(this.#taps.length * 2)
  }

  /** Reads the first `count` of `samples`, a multiple of the factor; writes into `into` from `at` on. */
  filter(samples: Int16Array, count: number, into: Int16Array, at: number): void {
    const [past, length] = [this.#past, this.#taps.length]
    let write = at
    for (let index = 0; index < count; index += this.#factor) {
      for (let phase = 0; phase < this.#factor; phase++) {
        const place = this.#place
        past[place] = past[place + length] = samples[index + phase] ?? 0
        this.#place = place + 1 === length ? 0 : place + 1
      }
      into[write++] = to16Bits(this.#sum())
    }
  }

  /** The filter is symmetric: each tap serves two samples. */
  #sum(): number {
    const [past, taps, first] = [this.#past, this.#taps, this.#place]
    const last = first + taps.length - 1
    let sum = 0
    for (let index = 0; index < taps.length / 2; index++)
      sum += (taps[index] ?? 0) * ((past[first + index] ?? 0) + (past[last - index] ?? 0))
    return sum
  }
}

/** Takes a stream up to `factor` times its sample rate. */
export class Interpolator {
  readonly #factor: number
  /** Phase after phase, each with the newest sample's tap last. */
  readonly #taps: Float32Array
  readonly #past = new Float32Array(tapsPerPhase * 2)
  #place = 0

  constructor(factor: number) {
    this.#factor = factor
    const taps = lowPass(factor)
    this.#taps = taps.map((_, index) => {
      const [phase, age] = [Math.floor(index / tapsPerPhase), index % tapsPerPhase]
      return (taps[phase + (tapsPerPhase - 1 - age) * factor] ?? 0) * factor
    })
  }

  /** Writes `factor` samples for each of `samples` into `into`. */
  filter(samples: Int16Array, into: Int16Array): void {
    const past = this.#past
    let write = 0
    for (let index = 0; index < samples.length; index++) {
      const place = this.#place
      past[place] = past[place + tapsPerPhase] = samples[index] ?? 0
      this.#place = place + 1 === tapsPerPhase ? 0 : place + 1
      for (let phase = 0; phase < this.#factor; phase++) into[write++] = to16Bits(this.#sum(phase))
    }
  }

  #sum(phase: number): number {
    const [past, taps, first] = [this.#past, this.#taps, this.#place]
    const from = phase * tapsPerPhase
    let sum = 0
    for (let index = 0; index < tapsPerPhase; index++)
      sum += (taps[from + index] ?? 0) * (past[first + index] ?? 0)
    return sum
  }
}
