const avoidSeconds = 60
const maxPlaces = 1000

/** Places that lately did not take a request: they are tried last, so that not every call waits for a dead server. */
export class Avoidance {
  readonly #until = new Map<string, number>()
  readonly #now: () => number

  /** `now` tells the time in ms. */
  constructor(now: () => number) {
    this.#now = now
  }

  add(place: string, seconds = avoidSeconds): void {
    this.#until.delete(place)
    const [oldest] = this.#until.keys()
    if (oldest !== undefined && this.#until.size >= maxPlaces) this.#until.delete(oldest)
    this.#until.set(place, this.#now() + seconds * 1000)
  }

  has(place: string): boolean {
    const until = this.#until.get(place)
    if (until === undefined) return false
    if (until > this.#now()) return true
    this.#until.delete(place)
    return false
  }

  /** Those to avoid last; otherwise the order stays. */
  sort<Item>(items: readonly Item[], placeOf: (item: Item) => string): Item[] {
    if (this.#until.size === 0) return [...items]
    const isAvoided = items.map((item) => this.has(placeOf(item)))
    return [...items.filter((_, i) => !isAvoided[i]), ...items.filter((_, i) => isAvoided[i])]
  }
}
