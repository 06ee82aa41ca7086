import { Heap } from '../acd/lines/heap.ts'

type Entry = { readonly at: number; readonly nth: number; readonly act: () => void; place: number }

/** What happens when, on a clock that jumps from one thing to the next. */
export class Agenda {
  /** ms since the epoch. */
  now: number
  #count = 0
  readonly #entries = new Heap<Entry>((one, other) =>
    one.at === other.at ? one.nth < other.nth : one.at < other.at,
  )

  constructor(now: number) {
    this.now = now
  }

  add(afterMs: number, act: () => void): void {
    this.#entries.insert({ at: this.now + afterMs, nth: this.#count++, act, place: -1 })
  }

  /** False when nothing is left. */
  next(): boolean {
    const entry = this.#entries.first()
    if (!entry) return false
    this.#entries.remove(entry)
    this.now = entry.at
    entry.act()
    return true
  }
}
