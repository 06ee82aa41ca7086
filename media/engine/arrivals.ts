/** The spread of delays is watched over the present window and the one before, ms. */
const windowMs = 5000
/** A step of more, in samples, is another time line, not a delay: 2 s. */
const mostStep = 16_000

/** How unevenly a party's packets arrive. All in samples at 8 kHz. */
export class Arrivals {
  /** Interarrival jitter, RFC 3550 section 6.4.1: the mean deviation. */
  jitter = 0
  /** Transit time of the last packet, counted from the first one's. */
  #transit = 0
  #last: { at: number; timestamp: number } | undefined
  #windowEnd = 0
  #least = 0
  #most = 0
  #formerLeast = 0
  #formerMost = 0

  /** How much later than the quickest packet the latest one came, in the last 5 to 10 s. */
  get spread(): number {
    return Math.max(this.#most, this.#formerMost) - this.#quickest
  }

  get #quickest(): number {
    return Math.min(this.#least, this.#formerLeast)
  }

  /** Another stream begins; the path stays what it was. */
  reset(): void {
    this.#last = undefined
  }

  /** A packet of sound came at `at` ms; `units` of its timestamp make one sample. */
  observe(timestamp: number, units: number, at: number): void {
    const last = this.#last
    if (last === undefined) {
      this.#last = { at, timestamp }
      return
    }
    const step = (at - last.at) * 8 - ((timestamp - last.timestamp) | 0) / units
    last.at = at
    last.timestamp = timestamp
    if (Math.abs(step) > mostStep) return
    this.jitter += (Math.abs(step) - this.jitter) / 16
    this.#transit += step
    this.#watch(at)
  }

  /** How long after the quickest packet could have brought it the sound of `timestamp` is heard at `at` ms. */
  delayOf(timestamp: number, units: number, at: number): number {
    const last = this.#last
    if (last === undefined) return 0
    const since = (at - last.at) * 8 - ((timestamp - last.timestamp) | 0) / units
    return this.#transit + since - this.#quickest
  }

  #watch(at: number): void {
    if (at >= this.#windowEnd) {
      const isFirst = this.#windowEnd === 0
      this.#windowEnd = at + windowMs
      this.#formerLeast = isFirst ? this.#transit : this.#least
      this.#formerMost = isFirst ? this.#transit : this.#most
      this.#least = this.#most = this.#transit
    } else if (this.#transit < this.#least) this.#least = this.#transit
    else if (this.#transit > this.#most) this.#most = this.#transit
  }
}
