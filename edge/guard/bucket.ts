/** How much a source may do: `burst` at once, then `perSecond`; what it earns it may save up to `most`. */
export type Allowance = {
  readonly perSecond: number
  readonly burst: number
  /** `burst` where nothing can be earned. */
  readonly most?: number
}

/** A token bucket. Time is the caller's, in ms, and never goes back. */
export class Bucket {
  readonly #allowance: Allowance
  #tokens: number
  #at: number

  constructor(allowance: Allowance, now: number) {
    this.#allowance = allowance
    this.#tokens = allowance.burst
    this.#at = now
  }

  /** False, and nothing is taken, when there is not enough. */
  take(now: number, tokens = 1): boolean {
    this.#fill(now)
    if (this.#tokens < tokens) return false
    this.#tokens -= tokens
    return true
  }

  give(now: number, tokens: number): void {
    this.#fill(now)
    const { burst, most = burst } = this.#allowance
    this.#tokens = Math.min(this.#tokens + tokens, most)
  }

  /** Time fills up to the burst only: the rest must be earned. */
  #fill(now: number): void {
    const { perSecond, burst } = this.#allowance
    const earned = (Math.max(0, now - this.#at) / 1000) * perSecond
    this.#at = now
    if (this.#tokens < burst) this.#tokens = Math.min(this.#tokens + earned, burst)
  }
}
