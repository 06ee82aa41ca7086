/** An item knows its place in the heap; -1 outside of it. */
type Placed = { place: number }

/** A binary heap from which any item can be taken: insert and remove in O(log n), peek in O(1). */
export class Heap<Item extends Placed> {
  readonly #items: Item[] = []
  readonly #isBefore: (one: Item, other: Item) => boolean

  /** `isBefore` must be a total order: then what is read does not depend on the history of the heap. */
  constructor(isBefore: (one: Item, other: Item) => boolean) {
    this.#isBefore = isBefore
  }

  get size(): number {
    return this.#items.length
  }

  first(): Item | undefined {
    return this.#items[0]
  }

  insert(item: Item): void {
    this.#items.push(item)
    this.#rise(item, this.#items.length - 1)
  }

  remove(item: Item): void {
    const { place } = item
    const last = this.#items.pop()
    item.place = -1
    if (last === undefined || last === item) return
    const parent = this.#items[(place - 1) >> 1]
    if (place > 0 && parent !== undefined && this.#isBefore(last, parent)) this.#rise(last, place)
    else this.#sink(last, place)
  }

  /** The first `count` in order, without a change. */
  firstFew(count: number): readonly Item[] {
    const few: Item[] = []
    const edge = this.#items.length > 0 ? [0] : []
    while (few.length < count && edge.length > 0) {
      const place = this.#takeFirst(edge)
      const item = this.#items[place]
      if (item === undefined) break
      few.push(item)
      for (const child of [2 * place + 1, 2 * place + 2])
        if (child < this.#items.length) edge.push(child)
    }
    return few
  }

  #takeFirst(edge: number[]): number {
    let best = 0
    for (let index = 1; index < edge.length; index++)
      if (this.#isBefore(this.#at(edge[index]), this.#at(edge[best]))) best = index
    const [place = 0] = edge.splice(best, 1)
    return place
  }

  #rise(item: Item, from: number): void {
    let place = from
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = this.#at(above)
      if (!this.#isBefore(item, parent)) break
      this.#put(parent, place)
      place = above
    }
    this.#put(item, place)
  }

  #sink(item: Item, from: number): void {
    const size = this.#items.length
    let place = from
    for (;;) {
      let below = 2 * place + 1
      if (below >= size) break
      if (below + 1 < size && this.#isBefore(this.#at(below + 1), this.#at(below))) below++
      const child = this.#at(below)
      if (!this.#isBefore(child, item)) break
      this.#put(child, place)
      place = below
    }
    this.#put(item, place)
  }

  #put(item: Item, place: number): void {
    this.#items[place] = item
    item.place = place
  }

  /** Only ever asked for places that exist. */
  #at(place: number | undefined): Item {
    return this.#items[place ?? 0] as Item
  }
}
