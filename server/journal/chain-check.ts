import type { Event } from '../../core/event.ts'
import { chainHash, chainStart } from './chain.ts'
import type { FoundEntry, KeptSnapshot } from './journal.ts'

export type ChainFault = {
  readonly kind:
    | 'altered'
    | 'missing'
    | 'out-of-order'
    | 'not-chained'
    | 'torn'
    | 'cut'
    | 'forked'
    | 'other-head'
  /** The event that is at fault. */
  readonly seq: number
  readonly place?: string
  /** `out-of-order`: where the event stands that belongs here. */
  readonly instead?: string
}

/** What is known of a journal beside its entries. */
type ChainKnowledge = {
  /** The journal's name. */
  readonly name: string
  readonly snapshots: readonly Pick<KeptSnapshot, 'seq' | 'hash'>[]
  /** A hash that was noted elsewhere, and must be in the chain. */
  readonly noted?: string
}

/** Follows the chain of one journal, entry by entry, up to the first fault. */
export class ChainCheck {
  readonly #known: ChainKnowledge
  readonly #marks: ReadonlyMap<number, string>
  #head: string
  #first: FoundEntry | undefined
  #last: FoundEntry | undefined
  #unchained = 0
  #notedSeq: number | undefined

  constructor(known: ChainKnowledge) {
    this.#known = known
    this.#marks = new Map(known.snapshots.flatMap(({ seq, hash }) => (hash ? [[seq, hash]] : [])))
    this.#head = chainStart(known.name)
  }

  take(entry: FoundEntry): ChainFault | undefined {
    const fault = this.#faultOf(entry) ?? this.#forkAt(entry)
    if (fault) return fault
    this.#first ??= entry
    this.#last = entry
    if (entry.hash === undefined) this.#unchained++
    else this.#head = entry.hash
    if (entry.hash === this.#known.noted) this.#notedSeq = entry.seq
    return undefined
  }

  /** When there is no more. */
  end(): ChainFault | undefined {
    const seq = this.#lastSeq() + 1
    if ([...this.#marks.keys()].some((mark) => mark >= seq)) return { kind: 'cut', seq }
    const { noted } = this.#known
    return noted === undefined || this.#notedSeq !== undefined
      ? undefined
      : { kind: 'other-head', seq }
  }

  /** What has been taken without a fault. */
  proven(): ProvenChain {
    return {
      lastSeq: this.#lastSeq(),
      unchained: this.#unchained,
      head: this.#head,
      ...(this.#first && { from: timeOf(this.#first) }),
      ...(this.#last && { to: timeOf(this.#last) }),
      ...(this.#notedSeq !== undefined && { notedSeq: this.#notedSeq }),
    }
  }

  #faultOf(entry: FoundEntry): ChainFault | undefined {
    const expected = this.#lastSeq() + 1
    const { seq = expected, place } = entry
    if (entry.tornBytes !== undefined) return { kind: 'torn', seq, place }
    if (seq > expected) return { kind: 'missing', seq: expected, place }
    if (seq < expected) return { kind: 'out-of-order', seq, place }
    return entry.hash === undefined ? this.#faultOfUnchained(entry) : this.#faultOfChained(entry)
  }

  #faultOfUnchained({ seq, place, text }: FoundEntry): ChainFault | undefined {
    if (seq === undefined || !isJson(text))
      return { kind: 'altered', seq: this.#lastSeq() + 1, place }
    return this.#isBegun() ? { kind: 'not-chained', seq, place } : undefined
  }

  #faultOfChained({ seq, place, text, hash }: FoundEntry): ChainFault | undefined {
    if (seq !== undefined && chainHash(this.#head, text) === hash) return undefined
    // The first hash of a chain follows from its start alone: where it does not, hashes before it are lost.
    if (this.#last && !this.#isBegun())
      return { kind: 'not-chained', seq: this.#lastSeq(), place: this.#last.place }
    return { kind: 'altered', seq: this.#lastSeq() + 1, place }
  }

  /** A snapshot that was taken at this event knew another one: the stream was cut, and went on otherwise. */
  #forkAt({ seq = 0, place, hash }: FoundEntry): ChainFault | undefined {
    const mark = this.#marks.get(seq)
    return mark === undefined || mark === hash ? undefined : { kind: 'forked', seq, place }
  }

  #lastSeq(): number {
    return this.#last?.seq ?? 0
  }

  #isBegun(): boolean {
    return this.#lastSeq() > this.#unchained
  }
}

export type ProvenChain = {
  readonly lastSeq: number
  /** Events at the beginning that are older than the chain: nothing proves them. */
  readonly unchained: number
  /** The hash of event `lastSeq`. */
  readonly head: string
  /** When the first and the last event happened, ms. */
  readonly from?: number
  readonly to?: number
  /** The event that bears the noted hash. */
  readonly notedSeq?: number
}

function isJson(text: Buffer): boolean {
  try {
    JSON.parse(text.toString())
    return true
  } catch {
    return false
  }
}

// An entry without a fault is an event.
const timeOf = ({ text }: FoundEntry): number => (JSON.parse(text.toString()) as Event).at
