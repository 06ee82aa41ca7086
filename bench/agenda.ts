/** What happens when, on a clock that jumps from one thing to the next. */
export class Agenda {
  /** ms since the epoch. */
  now: number
  /** The latest first, so that the next thing is cheap to take. */
  readonly #entries: { readonly at: number; readonly act: () => void }[] = []

  constructor(now: number) {
    this.now = now
  }

  add(afterMs: number, act: () => void): void {
    const at = this.now + afterMs
    let [low, high] = [0, this.#entries.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#entries[middle]?.at ?? 0) > at) low = middle + 1
      else high = middle
    }
    this.#entries.splice(low, 0, { at, act })
  }

  /** False when nothing is left. */
  next(): boolean {
    const entry = this.#entries.pop()
    if (!entry) return false
    this.now = entry.at
    entry.act()
    return true
  }
}
