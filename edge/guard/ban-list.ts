import type { Ban, BanCause } from './guard.ts'
import { Recent } from './recent.ts'

type BanEntry = { cause: BanCause; times: number; until: number; silenced: number }

/** So many sources at once; beyond that the longest unheard of is let in again. */
const mostBanned = 10_000
const [growth, longestMs] = [4, 86_400_000]
/** Who behaves for so long after a ban starts anew. */
const forgivenAfterMs = 86_400_000

/** Who is not heard, and for how long: each further ban of a source is four times as long, up to a day. */
export class BanList {
  readonly #entries = new Recent<BanEntry>(mostBanned)
  readonly #firstMs: number

  constructor(firstMs: number) {
    this.#firstMs = firstMs
  }

  /** Former bans included. */
  get size(): number {
    return this.#entries.size
  }

  /** Asked once for each message: a banned one is counted. */
  silences(source: string, now: number): boolean {
    if (this.#entries.size === 0) return false
    const entry = this.#entries.get(source)
    if (!entry || entry.until <= now) return false
    entry.silenced += 1
    return true
  }

  /** Gives its length, ms; undefined where it is banned already. */
  add(source: string, cause: BanCause, now: number): number | undefined {
    const former = this.#entries.get(source)
    if (former && former.until > now) return undefined
    const isForgiven = !former || former.until + forgivenAfterMs <= now
    const times = isForgiven ? 1 : former.times + 1
    const lengthMs = Math.min(this.#firstMs * growth ** (times - 1), longestMs)
    const silenced = isForgiven ? 0 : former.silenced
    this.#entries.set(source, { cause, times, until: now + lengthMs, silenced })
    return lengthMs
  }

  /** With the ban its history is forgotten. False when there is none. */
  lift(source: string, now: number): boolean {
    const isBanned = (this.#entries.get(source)?.until ?? 0) > now
    this.#entries.delete(source)
    return isBanned
  }

  list(now: number): Ban[] {
    return this.#entries
      .entries()
      .flatMap(([source, { until, ...entry }]) =>
        until > now ? [{ source, ...entry, secondsLeft: Math.ceil((until - now) / 1000) }] : [],
      )
  }
}
