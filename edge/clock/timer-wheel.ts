/*
 * Thousands of calls hold a 32 s timer each, and nearly all are cancelled. A hashed wheel makes both O(1):
 *
 *   slot 0   1   2   3  ...  4095     one slot per 10 ms; the hand moves one slot a tick
 *        |       |                    each slot: a ring of timers, due when their rounds are used up
 *      timer   timer-timer
 */

export type Timer = { cancel(): void }

/** Time as the edge sees it: tests move it by hand. Durations in ms. */
export type MonotonicClock = {
  now(): number
  after(ms: number, fire: () => void): Timer
}

const tickMs = 10
const slotCount = 4096

type WheelEntry = Timer & {
  next: WheelEntry
  previous: WheelEntry
  rounds: number
  fire: (() => void) | undefined
}

export class TimerWheel implements MonotonicClock {
  #hand = 0
  #handAt: number
  #pending = 0
  readonly #slots = Array.from({ length: slotCount }, ring)
  readonly #read: () => number
  readonly #onBusy: () => void

  /** `read` tells the time in ms; `onBusy` is told when a first timer is set: `advance` must then be called. */
  constructor(read: () => number, onBusy: () => void = () => undefined) {
    this.#read = read
    this.#handAt = read()
    this.#onBusy = onBusy
  }

  get pending(): number {
    return this.#pending
  }

  now(): number {
    return this.#read()
  }

  /** Fires at the first tick after `ms`, never before. */
  after(ms: number, fire: () => void): Timer {
    const now = this.#read()
    if (this.#pending === 0) {
      this.#handAt = now
      this.#onBusy()
    }
    const ticks = Math.max(1, Math.ceil((now + ms - this.#handAt) / tickMs))
    const head = this.#slots[(this.#hand + ticks) % slotCount] ?? ring()
    const entry: WheelEntry = {
      next: head,
      previous: head.previous,
      rounds: Math.floor((ticks - 1) / slotCount),
      fire,
      cancel: () => this.#remove(entry),
    }
    head.previous.next = entry
    head.previous = entry
    this.#pending += 1
    return entry
  }

  /** Moves the hand to the present, firing what is due on the way. */
  advance(): void {
    const now = this.#read()
    while (this.#pending > 0 && this.#handAt + tickMs <= now) {
      this.#handAt += tickMs
      this.#hand = (this.#hand + 1) % slotCount
      this.#turn()
    }
  }

  #turn(): void {
    const head = this.#slots[this.#hand]
    if (!head) return
    const due: WheelEntry[] = []
    for (let entry = head.next; entry !== head; entry = entry.next)
      if (entry.rounds-- <= 0) due.push(entry)
    for (const entry of due) {
      const { fire } = entry
      this.#remove(entry)
      fire?.()
    }
  }

  #remove(entry: WheelEntry): void {
    if (!entry.fire) return
    entry.fire = undefined
    entry.previous.next = entry.next
    entry.next.previous = entry.previous
    this.#pending -= 1
  }
}

/** An empty ring: a head that is its own neighbour. */
function ring(): WheelEntry {
  const head = { rounds: 0, fire: undefined, cancel: () => undefined } as unknown as WheelEntry
  head.next = head
  head.previous = head
  return head
}

/** The wheel driven by the machine's monotonic clock; it sleeps while no timer is set. */
export function startClock(onBug: (error: unknown) => void): MonotonicClock & { stop(): void } {
  let ticking: NodeJS.Timeout | undefined
  const rest = () => {
    clearInterval(ticking)
    ticking = undefined
  }
  const tick = () => {
    try {
      wheel.advance()
    } catch (error) {
      onBug(error)
    }
    if (wheel.pending === 0) rest()
  }
  const wheel = new TimerWheel(
    () => performance.now(),
    () => (ticking ??= setInterval(tick, tickMs)),
  )
  return { now: () => wheel.now(), after: (ms, fire) => wheel.after(ms, fire), stop: rest }
}
