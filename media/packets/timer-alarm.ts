import type { Alarm } from './packet-ports.ts'

/** Node's timers count whole ms. */
export class TimerAlarm implements Alarm {
  #timer: NodeJS.Timeout | undefined

  set(ms: number, wake: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(wake, Math.max(0, ms))
  }

  clear(): void {
    clearTimeout(this.#timer)
  }
}
