/** RFC 3711 section 3.3.2 wants 64 at least. */
const window = 128
const cycle = 65_536

/**
 * Where the packets of one stream stand: sequence numbers become an index that never wraps (section 3.3.1), and each
 * index is taken once.
 */
export class PacketIndex {
  #highest: number | undefined
  /** The index last taken at each place of the window. */
  readonly #taken = new Float64Array(window).fill(-1)

  /** The index nearest to the highest one that ends in this sequence number. */
  guess(sequence: number): number {
    const highest = this.#highest
    if (highest === undefined) return sequence
    const nearest = highest - (highest % cycle) + sequence
    if (nearest > highest + cycle / 2 && nearest >= cycle) return nearest - cycle
    return nearest < highest - cycle / 2 ? nearest + cycle : nearest
  }

  /** Whether it was taken before, or is too old to know. */
  isReplayed(index: number): boolean {
    if (this.#highest !== undefined && index <= this.#highest - window) return true
    return this.#taken[index % window] === index
  }

  /** Of a packet that has proved genuine. */
  take(index: number): void {
    this.#taken[index % window] = index
    this.#highest = Math.max(this.#highest ?? 0, index)
  }
}
