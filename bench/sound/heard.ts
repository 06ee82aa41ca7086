/** What all phones heard in a time. */
export type Heard = {
  readonly seconds: number
  readonly received: number
  readonly sent: number
  /** Between two packets at one phone. */
  readonly gapP99Ms: number
  readonly gapMaxMs: number
  /** From a marked packet's sending to the sound of its mark at the other phone, where one hears the other. */
  readonly delays?: { readonly p50Ms: number; readonly p99Ms: number }
}

/** Counts times by their length in steps of 0.05 ms up to 1 s, so that millions of them need no memory. */
export class Times {
  readonly #counts = new Uint32Array(20_000)
  count = 0
  max = 0

  add(ms: number): void {
    const place = Math.min(this.#counts.length - 1, Math.max(0, Math.floor(ms * 20)))
    this.#counts[place] = (this.#counts[place] ?? 0) + 1
    this.count++
    if (ms > this.max) this.max = ms
  }

  clear(): void {
    this.#counts.fill(0)
    this.count = 0
    this.max = 0
  }

  /** The time below which the share `p` of all lies; there must be some. */
  quantile(p: number): number {
    let left = Math.min(this.count - 1, Math.floor(this.count * p))
    for (const [place, count] of this.#counts.entries()) {
      left -= count
      if (left < 0) return (place + 1) / 20
    }
    return this.max
  }
}
