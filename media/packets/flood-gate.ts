/** More than any phone sends: 10 ms packets are 100 a second. What a stalled network held back comes at once. */
const [perSecond, burst] = [1000, 1000]

/**
 * Lets through so many packets of one port as a phone may send. The party has its own measure, so that a stranger who
 * floods the port takes nothing from it.
 */
export class FloodGate {
  readonly #party = new PacketCount()
  readonly #strangers = new PacketCount()
  readonly #onFlood: () => void
  #isTold = false

  /** `onFlood` is called once. */
  constructor(onFlood: () => void) {
    this.#onFlood = onFlood
  }

  /** `at` is ms of a clock that never goes back. */
  admits(isParty: boolean, at: number): boolean {
    if ((isParty ? this.#party : this.#strangers).takes(at)) return true
    if (!this.#isTold) this.#onFlood()
    this.#isTold = true
    return false
  }
}

/** A bucket that fills by so many a second; it is looked at only when it is empty. */
class PacketCount {
  #left = burst
  #since = 0

  takes(at: number): boolean {
    if (this.#left < 1) {
      this.#left = Math.min(burst, this.#left + ((at - this.#since) * perSecond) / 1000)
      this.#since = at
    }
    if (this.#left < 1) return false
    this.#left--
    return true
  }
}
