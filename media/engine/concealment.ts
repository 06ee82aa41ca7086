import { findPeriod, longestPeriod } from './pitch.ts'

/** In samples at 8 kHz. What is made up keeps its level for 10 ms, then loses a fifth in each 10 ms. */
const steadySamples = 80
const fadeSamples = 400
const silentAfter = steadySamples + fadeSamples
/** The last 20 ms are compared with what came before them. */
const comparedSamples = 160
const mostPeriods = 3
/** Real sound is faded in over 4 ms, and the longer the gap was the slower, to 10 ms. */
const shortestJoin = 32
const longestJoin = 80

/** What must be known of the past: three periods, and a quarter of one before them. */
export const historySamples = mostPeriods * longestPeriod + longestPeriod / 4

/**
 * Makes up for missing sound in the manner of ITU-T G.711 Appendix I: the last pitch period is repeated, after 10 ms the
 * last two, after 20 ms the last three; it fades from 10 ms on and is silent at 60 ms. The seams are overlapped.
 */
export class Concealment {
  readonly #past = new Int16Array(historySamples)
  readonly #cycle = new Float32Array(mostPeriods * longestPeriod)
  #period = 0
  #periods = 0
  #phase = 0
  /** Between the last real sample and the one that the cycle would have there; it melts away. */
  #step = 0
  #made = silentAfter
  #active = true

  /** Nothing of the former sound is left. */
  get isSilent(): boolean {
    return this.#active && this.#made >= silentAfter
  }

  /** As if it had been silent for long. */
  reset(): void {
    this.#made = silentAfter
    this.#active = true
  }

  /** Goes on for `count` samples from `at` on; before `at` there are `historySamples` of what was heard. */
  conceal(sound: Int16Array, at: number, count: number): void {
    this.#begin(sound, at)
    for (let index = at; index < at + count; index++) sound[index] = Math.round(this.#next())
  }

  /** Repeats whole periods, at least `least` samples, so that real sound goes on after them without a seam. */
  stretch(sound: Int16Array, at: number, least: number): number {
    const { period } = findPeriod(sound, at - comparedSamples, comparedSamples, -1)
    const count = Math.ceil(least / period) * period
    for (let index = at; index < at + count; index++) sound[index] = sound[index - period] ?? 0
    return count
  }

  /** Real sound does not follow what was before `at`: what is joined next is overlapped with it. */
  cut(sound: Int16Array, at: number): void {
    this.#begin(sound, at)
  }

  /** Real sound is there again, from `at` on: overlaps it with what would have been made up. */
  join(sound: Int16Array, at: number, count: number): void {
    if (!this.#active) return
    const length = Math.min(
      count,
      longestJoin,
      shortestJoin + Math.floor((this.#made * shortestJoin) / steadySamples),
    )
    for (let index = 0; index < length; index++) {
      const share = (index + 1) / (length + 1)
      const real = sound[at + index] ?? 0
      sound[at + index] = Math.round(share * real + (1 - share) * this.#next())
    }
    this.#active = false
  }

  #begin(sound: Int16Array, at: number): void {
    if (this.#active) return
    this.#active = true
    this.#made = 0
    this.#phase = 0
    for (let index = 0; index < historySamples; index++)
      this.#past[index] = sound[at - historySamples + index] ?? 0
    this.#period = findPeriod(
      this.#past,
      historySamples - comparedSamples,
      comparedSamples,
      -1,
    ).period
    const past = (ago: number) => this.#past[historySamples - ago] ?? 0
    this.#step = past(1) - past(this.#period + 1)
    this.#build(1)
  }

  /** The last `periods` periods as a loop: its last quarter of a period runs into what was before its first sample. */
  #build(periods: number): void {
    const length = periods * this.#period
    const quarter = this.#period >> 2
    const first = historySamples - length
    for (let index = 0; index < length; index++) {
      const share = Math.max(0, (index - (length - quarter) + 1) / (quarter + 1))
      const own = this.#past[first + index] ?? 0
      const before = this.#past[first + index - length] ?? 0
      this.#cycle[index] = share === 0 ? own : (1 - share) * own + share * before
    }
    this.#periods = periods
  }

  #next(): number {
    const made = this.#made++
    if (made >= silentAfter) return 0
    if (made === this.#periods * steadySamples && this.#periods < mostPeriods) {
      this.#build(this.#periods + 1)
      this.#phase += this.#period
    }
    const length = this.#periods * this.#period
    if (this.#phase >= length) this.#phase -= length
    const melting = Math.max(0, 1 - (made + 1) / (this.#period >> 2))
    const sample = (this.#cycle[this.#phase++] ?? 0) + this.#step * melting
    const faded = sample * Math.min(1, 1 - (made - steadySamples) / fadeSamples)
    return Math.max(-32_768, Math.min(32_767, faded))
  }
}
