/** A table of bounded size for what strangers fill: who was not met for longest is forgotten first. */
export class Recent<Value> {
  readonly #values = new Map<string, Value>()
  readonly #size: number

  constructor(size: number) {
    this.#size = size
  }

  get size(): number {
    return this.#values.size
  }

  /** Meets it: from now on it is the youngest. */
  get(key: string): Value | undefined {
    const value = this.#values.get(key)
    if (value !== undefined) this.set(key, value)
    return value
  }

  set(key: string, value: Value): void {
    this.#values.delete(key)
    this.#values.set(key, value)
    if (this.#values.size <= this.#size) return
    for (const oldest of this.#values.keys()) {
      this.#values.delete(oldest)
      break
    }
  }

  delete(key: string): boolean {
    return this.#values.delete(key)
  }

  entries(): IterableIterator<[string, Value]> {
    return this.#values.entries()
  }
}
