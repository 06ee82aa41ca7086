/** Items of one run; more are split into two. */
const runLength = 256

type Keyed = { readonly key: number }

/** A stretch of the order. The keys stand beside the items: a search among numbers that lie together stays in the cache. */
type Stretch<Item> = { readonly items: Item[]; readonly keys: number[] }

/** Items in order, with their rank: runs of bounded length, so that nothing costs more than a short copy. */
export class Sorted<Item extends Keyed> {
  readonly #runs: Stretch<Item>[] = []
  readonly #isBefore: (one: Item, other: Item) => boolean
  #size = 0
  #first: Item | undefined

  /** By key; `isBefore` settles equal keys and must be a total order among them. */
  constructor(isBefore: (one: Item, other: Item) => boolean) {
    this.#isBefore = isBefore
  }

  get size(): number {
    return this.#size
  }

  get first(): Item | undefined {
    return this.#first
  }

  insert(item: Item): void {
    const at = Math.min(this.#runOf(item), Math.max(0, this.#runs.length - 1))
    const run = (this.#runs[at] ??= { items: [], keys: [] })
    const place = this.#placeIn(run, item)
    run.items.splice(place, 0, item)
    run.keys.splice(place, 0, item.key)
    this.#size++
    if (run.items.length > runLength) this.#split(run, at)
    this.#first = this.#runs[0]?.items[0]
  }

  /** False when it is not there. */
  remove(item: Item): boolean {
    const at = this.#runOf(item)
    const run = this.#runs[at]
    if (!run) return false
    const place = this.#placeIn(run, item)
    if (run.items[place] !== item) return false
    run.items.splice(place, 1)
    run.keys.splice(place, 1)
    if (run.items.length === 0) this.#runs.splice(at, 1)
    this.#size--
    this.#first = this.#runs[0]?.items[0]
    return true
  }

  /** How many come before it, whether it is there or not. */
  countBefore(item: Item): number {
    const at = this.#runOf(item)
    let count = 0
    for (let index = 0; index < at; index++) count += this.#runs[index]?.items.length ?? 0
    const run = this.#runs[at]
    return run ? count + this.#placeIn(run, item) : count
  }

  *[Symbol.iterator](): Generator<Item> {
    for (const { items } of this.#runs) yield* items
  }

  #split({ items, keys }: Stretch<Item>, at: number): void {
    const half = runLength >> 1
    this.#runs.splice(at + 1, 0, { items: items.splice(half), keys: keys.splice(half) })
  }

  /** The first run whose last item does not come before this one. */
  #runOf(item: Item): number {
    let low = 0
    let high = this.#runs.length
    while (low < high) {
      const middle = (low + high) >> 1
      const run = this.#runs[middle]
      if (run && this.#comesBefore(run, run.items.length - 1, item)) low = middle + 1
      else high = middle
    }
    return low
  }

  #placeIn(run: Stretch<Item>, item: Item): number {
    let low = 0
    let high = run.items.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#comesBefore(run, middle, item)) low = middle + 1
      else high = middle
    }
    return low
  }

  #comesBefore({ items, keys }: Stretch<Item>, place: number, item: Item): boolean {
    const key = keys[place] ?? 0
    if (key !== item.key) return key < item.key
    const other = items[place]
    return other !== undefined && this.#isBefore(other, item)
  }
}
