import { historySamples } from './concealment.ts'
import type { Frame } from './frame.ts'
import { findPeriod, longestPeriod, shortestPeriod } from './pitch.ts'

/** Samples of one payload at most; longer ones are cut. */
const longestPayload = 1472
const capacity = 4096
/** Two stretches of 10 ms are compared where one is to be left out, and overlapped as long. */
const overlapSamples = 80
/** A mean amplitude below this (-50 dBFS) is a pause: anything may be left out there. */
const quietAmplitude = 100
const alikeEnough = 0.85

/** What is still needed ahead when a period is left out, so that it is overlapped whole. */
export const shorteningSamples = longestPeriod + overlapSamples

/** One party's sound as samples in a row: what was heard last, then what is heard next. */
export class PlayoutBuffer {
  /** Decoders and concealment write at `end`, and then say how much by `add`. */
  readonly samples = new Int16Array(capacity)
  #heard = historySamples
  end = historySamples

  /** Samples that wait to be heard. */
  get ahead(): number {
    return this.end - this.#heard
  }

  /** Nothing waits, and nothing was heard. */
  clear(): void {
    this.samples.fill(0)
    this.#heard = this.end
  }

  /** Makes room for a payload; places found before this are no longer right. */
  makeRoom(): void {
    if (this.end + longestPayload <= capacity) return
    const from = this.#heard - historySamples
    this.samples.copyWithin(0, from, this.end)
    this.#heard -= from
    this.end -= from
  }

  add(count: number): void {
    this.end = Math.min(capacity, this.end + count)
  }

  /** Fills the frame with the next samples, and with silence where there are no more. */
  take(frame: Frame): void {
    const [from, samples] = [this.#heard, this.samples]
    const count = Math.min(frame.length, this.end - from)
    for (let index = 0; index < count; index++) frame[index] = samples[from + index] ?? 0
    if (count < frame.length) frame.fill(0, count)
    this.#heard += count
  }

  /**
   * Leaves out one pitch period, or up to `most` samples of a pause, so that it is not heard; gives how many samples
   * that were. 0 where nothing is alike enough, unless `anyway`.
   */
  shorten(most: number, anyway: boolean): number {
    const [from, samples] = [this.#heard, this.samples]
    if (this.ahead < shorteningSamples) return 0
    let left = Math.max(shortestPeriod, Math.min(longestPeriod, most))
    if (!this.#isQuiet()) {
      const { period, likeness } = findPeriod(samples, from, overlapSamples, 1, left)
      if (likeness < alikeEnough && !anyway) return 0
      left = period
    }
    for (let index = 0; index < overlapSamples; index++) {
      const share = (index + 1) / (overlapSamples + 1)
      const [before, after] = [samples[from + index] ?? 0, samples[from + left + index] ?? 0]
      samples[from + left + index] = Math.round((1 - share) * before + share * after)
    }
    this.#heard += left
    return left
  }

  #isQuiet(): boolean {
    let sum = 0
    for (let index = 0; index < shorteningSamples; index++)
      sum += Math.abs(this.samples[this.#heard + index] ?? 0)
    return sum < quietAmplitude * shorteningSamples
  }
}
