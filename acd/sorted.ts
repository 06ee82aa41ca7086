/** Items of one run; more are split into two. */
const runLength = 256

/** Items in order, with their rank: runs of bounded length, so that nothing costs more than a short copy. */
export class Sorted<Item> {
  readonly #runs: Item[][] = []
  readonly #compare: (one: Item, other: Item) => number
  #size = 0

  /** `compare` must be a total order: 0 only for the item itself. */
  constructor(compare: (one: Item, other: Item) => number) {
    this.#compare = compare
  }

  get size(): number {
    return this.#size
  }

  first(): Item | undefined {
    return this.#runs[0]?.[0]
  }

  insert(item: Item): void {
    const at = Math.min(this.#runOf(item), this.#runs.length - 1)
    const run = this.#runs[at]
    this.#size++
    if (!run) {
      this.#runs.push([item])
      return
    }
    const last = run[run.length - 1]
    if (last !== undefined && this.#compare(last, item) < 0) run.push(item)
    else run.splice(this.#placeIn(run, item), 0, item)
    if (run.length > runLength) this.#runs.splice(at + 1, 0, run.splice(runLength >> 1))
  }

  /** False when it is not there. */
  remove(item: Item): boolean {
    const at = this.#runOf(item)
    const run = this.#runs[at]
    if (!run) return false
    const place = this.#placeIn(run, item)
    if (run[place] !== item) return false
    if (place === 0) run.shift()
    else run.splice(place, 1)
    if (run.length === 0) this.#runs.splice(at, 1)
    this.#size--
    return true
  }

  /** How many come before it, whether it is there or not. */
  countBefore(item: Item): number {
    const at = this.#runOf(item)
    let count = 0
    for (let index = 0; index < at; index++) count += this.#runs[index]?.length ?? 0
    const run = this.#runs[at]
    return run ? count + this.#placeIn(run, item) : count
  }

  *[Symbol.iterator](): Generator<Item> {
    for (const run of this.#runs) yield* run
  }

  /** The first run whose last item does not come before this one. */
  #runOf(item: Item): number {
    let low = 0
    let high = this.#runs.length
    while (low < high) {
      const middle = (low + high) >> 1
      const run = this.#runs[middle] ?? []
      const last = run[run.length - 1]
      if (last !== undefined && this.#compare(last, item) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #placeIn(run: readonly Item[], item: Item): number {
    let low = 0
    let high = run.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = run[middle]
      if (other !== undefined && this.#compare(other, item) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
