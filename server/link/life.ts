import type { VoiceFact } from '../../core/event.ts'
import type { VoiceId } from '../../core/names.ts'
import type { Log } from './lines.ts'

export type NumberedFact = { readonly n: number; readonly at: number; readonly fact: VoiceFact }

/** One life of voice toward the centre: its numbered facts, and how far the centre's effects were applied. */
export type Life = {
  readonly voice: VoiceId
  /** The centre's stream that this life belongs to; none before the first hello. */
  readonly journal: () => string | undefined
  readonly join: (journal: string) => void
  readonly number: (fact: VoiceFact, at: number) => NumberedFact
  /** All up to `n` are journalled: they are forgotten. */
  readonly acknowledge: (n: number) => void
  /** Up to here facts are forgotten. */
  readonly acknowledged: () => number
  /** Facts that are not journalled. */
  readonly waiting: () => readonly NumberedFact[]
  readonly lastEffect: () => number
  /** False when this effect was applied before. */
  readonly isNext: (n: number) => boolean
}

/** So many facts that nobody has journalled are worth an alarm; again at each multiple. */
const alarmEvery = 100_000

export function createLife(voice: VoiceId, log: Log): Life {
  let journal: string | undefined
  let facts: NumberedFact[] = []
  let acknowledged = 0
  let lastFact = 0
  let lastEffect = 0
  return {
    voice,
    journal: () => journal,
    join: (name) => (journal = name),
    number(fact, at) {
      lastFact += 1
      const numbered = { n: lastFact, at, fact }
      facts.push(numbered)
      if (facts.length % alarmEvery === 0)
        log({ waiting: facts.length }, 'the centre journals no facts: they pile up')
      return numbered
    },
    acknowledge(n) {
      // Numbers have no gap, so the count to forget is known.
      const forgotten = Math.min(n, lastFact) - acknowledged
      if (forgotten <= 0) return
      facts = facts.slice(forgotten)
      acknowledged += forgotten
    },
    acknowledged: () => acknowledged,
    waiting: () => facts,
    lastEffect: () => lastEffect,
    isNext(n) {
      if (n <= lastEffect) return false
      lastEffect = n
      return true
    },
  }
}
