/** After a stall at most so many turns are made up; what lies further back is skipped. */
const mostCatchUp = 40

/** Turns at an even pace without drift: each turn is due a period after the one before was due, not done. */
export class Wheel {
  readonly #periodMs: number
  readonly #turn: () => void
  readonly #onSkipped: (ms: number) => void
  #timer: NodeJS.Timeout | undefined
  #due = 0

  /** `onSkipped` hears of stalls too long to make up. */
  constructor(periodMs: number, turn: () => void, onSkipped: (ms: number) => void) {
    this.#periodMs = periodMs
    this.#turn = turn
    this.#onSkipped = onSkipped
  }

  start(): void {
    if (this.#timer !== undefined) return
    this.#due = performance.now() + this.#periodMs
    this.#wait()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #wait(): void {
    this.#timer = setTimeout(() => this.#run(), Math.max(0, this.#due - performance.now()))
  }

  #run(): void {
    this.#skip()
    // Timers count whole milliseconds and may come half of one early.
    while (this.#due <= performance.now() + 0.5) {
      this.#due += this.#periodMs
      this.#turn()
      if (this.#timer === undefined) return
    }
    this.#wait()
  }

  #skip(): void {
    const behind = Math.floor((performance.now() - this.#due) / this.#periodMs) - mostCatchUp
    if (behind <= 0) return
    this.#due += behind * this.#periodMs
    this.#onSkipped(behind * this.#periodMs)
  }
}
