import type { Alarm } from './packets/packet-ports.ts'

/** After a stall at most so many ms are made up; what lies further back is skipped. */
const mostCatchUpMs = 200

/** Turns at an even pace without drift: each turn is due a period after the one before was due, not done. */
export class Pacer {
  readonly #periodMs: number
  readonly #alarm: Alarm
  readonly #turn: () => void
  readonly #onSkipped: (ms: number) => void
  #isTurning = false
  #due = 0

  /** `onSkipped` hears of stalls too long to make up. */
  constructor(periodMs: number, alarm: Alarm, turn: () => void, onSkipped: (ms: number) => void) {
    this.#periodMs = periodMs
    this.#alarm = alarm
    this.#turn = turn
    this.#onSkipped = onSkipped
  }

  start(): void {
    if (this.#isTurning) return
    this.#isTurning = true
    this.#due = performance.now() + this.#periodMs
    this.#wait()
  }

  stop(): void {
    this.#isTurning = false
    this.#alarm.clear()
  }

  readonly #wake = (): void => this.#run()

  #wait(): void {
    this.#alarm.set(this.#due - performance.now(), this.#wake)
  }

  #run(): void {
    this.#skip()
    // Timers count whole milliseconds and may come half of one early.
    while (this.#due <= performance.now() + 0.5) {
      this.#due += this.#periodMs
      this.#turn()
      if (!this.#isTurning) return
    }
    this.#wait()
  }

  #skip(): void {
    const behind = Math.floor((performance.now() - this.#due - mostCatchUpMs) / this.#periodMs)
    if (behind <= 0) return
    this.#due += behind * this.#periodMs
    this.#onSkipped(behind * this.#periodMs)
  }
}
