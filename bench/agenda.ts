import { type Appointment, Agenda as Calendar, callOff } from '../acd/simulate/agenda.ts'
import type { TimerEffect } from '../core/effect.ts'
import { type CentreTimer, timerKey } from '../core/timer.ts'

/** What happens when, on a clock that jumps from one thing to the next. */
export class Agenda {
  /** ms since the epoch. */
  now: number
  readonly #calendar = new Calendar()
  readonly #timers = new Map<string, Appointment>()

  constructor(now: number) {
    this.now = now
  }

  add(afterMs: number, act: () => void): void {
    this.#calendar.arrange(this.now + afterMs, act)
  }

  /** Starts, moves or stops a timer; `fire` is called when it has run out. */
  setTimer(effect: TimerEffect, fire: (timer: CentreTimer) => void): void {
    const { timer } = effect
    const key = timerKey(timer)
    callOff(this.#timers.get(key))
    this.#timers.delete(key)
    if (effect.do === 'stopTimer') return
    const act = () => {
      this.#timers.delete(key)
      fire(timer)
    }
    this.#timers.set(key, this.#calendar.arrange(effect.at, act))
  }

  /** False when nothing is left. */
  next(): boolean {
    const next = this.#calendar.next()
    if (!next) return false
    this.now = next.at
    next.act?.()
    return true
  }
}
