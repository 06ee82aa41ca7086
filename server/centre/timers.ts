import type { TimerEffect } from '../../core/effect.ts'
import { type CentreTimer, timerKey } from '../../core/timer.ts'

type Due = { readonly timer: CentreTimer; readonly at: number }

/** The most that setTimeout is trusted with, ms. */
const longestNapMs = 3_600_000

/** Running timers and their absolute times, on one timeout of the process. Nothing fires before `run`. */
export class Timers {
  readonly #onDue: (timer: CentreTimer) => void
  readonly #running = new Map<string, Due>()
  /** A binary heap by `at`; an entry that is no longer the timer's is passed over. */
  readonly #heap: Due[] = []
  #isRunning = false
  #clearAlarm = (): void => undefined
  #alarmAt = Infinity

  constructor(
    onDue: (timer: CentreTimer) => void,
    running: Iterable<readonly [CentreTimer, number]> = [],
  ) {
    this.#onDue = onDue
    for (const [timer, at] of running) this.#start({ timer, at })
  }

  /** Starting a timer that runs moves it. */
  apply(effect: TimerEffect): void {
    if (effect.do === 'startTimer') this.#start(effect)
    else this.#running.delete(timerKey(effect.timer))
  }

  /** It has fired: in a replay the stream says so. */
  forget(timer: CentreTimer): void {
    this.#running.delete(timerKey(timer))
  }

  /** From now on they fire; those that are overdue at once, in the order of their times. */
  run(): void {
    this.#isRunning = true
    this.#setAlarm()
  }

  stop(): void {
    this.#isRunning = false
    this.#clearAlarm()
    this.#alarmAt = Infinity
  }

  /** Plain JSON, for the constructor of another. */
  snapshot(): (readonly [CentreTimer, number])[] {
    return [...this.#running.values()].map(({ timer, at }) => [timer, at] as const)
  }

  #start({ timer, at }: Due): void {
    const due = { timer, at }
    this.#running.set(timerKey(timer), due)
    this.#push(due)
    this.#setAlarm()
  }

  #setAlarm(): void {
    const next = this.#heap[0]?.at
    if (!this.#isRunning || next === undefined || next >= this.#alarmAt) return
    this.#clearAlarm()
    this.#alarmAt = next
    this.#clearAlarm = alarmIn(next - Date.now(), () => this.#wake())
  }

  /** What is due now fires; what that starts fires in a later wake, so that a circle cannot hold the process. */
  #wake(): void {
    this.#alarmAt = Infinity
    const now = Date.now()
    const due: Due[] = []
    while (this.#heap[0] && this.#heap[0].at <= now) due.push(this.#pop(this.#heap[0]))
    for (const each of due) {
      const key = timerKey(each.timer)
      if (this.#running.get(key) !== each) continue
      this.#running.delete(key)
      this.#onDue(each.timer)
    }
    this.#setAlarm()
  }

  #push(due: Due): void {
    const heap = this.#heap
    let index = heap.push(due) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (!above || above.at <= due.at) break
      heap[index] = above
      index = parent
    }
    heap[index] = due
  }

  #pop(top: Due): Due {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return top
    let index = 0
    for (;;) {
      const child = smallerChild(heap, index)
      const below = heap[child]
      if (!below || below.at >= last.at) break
      heap[index] = below
      index = child
    }
    heap[index] = last
    return top
  }
}

/** `setTimeout` waits a millisecond at least, though what is due now can follow at once. Gives what clears it. */
function alarmIn(ms: number, ring: () => void): () => void {
  if (ms <= 0) {
    const soon = setImmediate(ring)
    return () => clearImmediate(soon)
  }
  const later = setTimeout(ring, Math.min(ms, longestNapMs))
  return () => clearTimeout(later)
}

function smallerChild(heap: readonly Due[], index: number): number {
  const left = 2 * index + 1
  const [one, other] = [heap[left], heap[left + 1]]
  return one && other && other.at < one.at ? left + 1 : left
}
