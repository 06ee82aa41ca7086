/** Hands out even ports in turn, so that a port just freed rests: late packets of its last call die out there. */
export class PortRange {
  readonly #first: number
  readonly #pairs: number
  readonly #taken = new Set<number>()
  #next: number

  /** `start` in [0, 1) says where to begin. */
  constructor(min: number, max: number, start: number) {
    this.#first = min + (min % 2)
    this.#pairs = Math.max(0, Math.floor((max - this.#first + 1) / 2))
    this.#next = Math.floor(start * this.#pairs)
  }

  /** Every even port that is not taken once, beginning behind the one tried last. */
  *[Symbol.iterator](): Generator<number> {
    for (let tries = 0; tries < this.#pairs; tries++) {
      const port = this.#first + this.#next * 2
      this.#next = (this.#next + 1) % this.#pairs
      if (!this.#taken.has(port)) yield port
    }
  }

  /** It is ours, and need not be tried until it is given back. */
  take(port: number): void {
    this.#taken.add(port)
  }

  giveBack(port: number): void {
    this.#taken.delete(port)
  }
}
