import type { Arrivals } from './arrivals.ts'
import { frameSamples } from './frame.ts'
import { shortestPeriod } from './pitch.ts'

// All in samples at 8 kHz. The delay between arrival and hearing is 40 to 200 ms.
const leastDelay = 320
export const mostDelay = 1600
/** So much more delay than is wanted does no harm. */
export const excessDelay = 80
/** Turns over which the delay is watched: 5 s. */
const watchTurns = 250
/** Turns between two attempts to shorten it: 100 ms; and after so many it is done where it may be heard. */
const shorteningTurns = 5
const mostAttempts = 50

/** How long sound waits between its arrival and its hearing, and when that is too long. */
export class PlayoutDelay {
  readonly #arrivals: Arrivals
  /** Samples by which it is to shrink. */
  #spare = 0
  #attempts = 0
  #turns = 0
  #least = Infinity

  constructor(arrivals: Arrivals) {
    this.#arrivals = arrivals
  }

  /** The delay that the arrivals of late ask for: as much as they spread, and the 20 ms that are heard at once. */
  get target(): number {
    const { jitter, spread } = this.#arrivals
    const uneven = Math.max(3 * jitter, Math.min(spread, mostDelay))
    return Math.min(mostDelay, Math.max(leastDelay, Math.round(uneven) + frameSamples))
  }

  /** It has changed, or is about to. */
  restart(): void {
    this.#turns = 0
    this.#least = Infinity
  }

  /** It must not shrink now. */
  keep(): void {
    this.#spare = this.#attempts = 0
  }

  /** What is heard in this turn is heard with so much delay. */
  watch(delay: number): void {
    if (delay < this.#least) this.#least = delay
    if (++this.#turns < watchTurns) return
    const spare = Math.round(this.#least) - this.target
    if (spare >= excessDelay) this.#spare = spare
    this.restart()
  }

  /** Samples to leave out in this turn, if that is not heard; 0 for none. */
  get toLeaveOut(): number {
    return this.#turns % shorteningTurns === 0 ? this.#spare : 0
  }

  /** `attempt` leaves out so many samples where it can, gives how many, and 0 where it would be heard. */
  shorten(attempt: (most: number, anyway: boolean) => number): void {
    const left = attempt(this.#spare, ++this.#attempts > mostAttempts)
    if (left === 0) return
    this.#attempts = 0
    this.#spare = this.#spare < left + shortestPeriod ? 0 : this.#spare - left
    this.restart()
  }
}
