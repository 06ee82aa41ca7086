import type { VoiceEffect } from '../../core/effect.ts'
import type { VoiceFact } from '../../core/event.ts'
import type { VoiceId } from '../../core/names.ts'
import type { NumberedFact } from './frames.ts'
import type { LinkLog } from './json-lines.ts'
import { type LinkCheckpoint, noCheckpoint } from './link-checkpoint.ts'

/** One session of voice toward the centre: its numbered facts, and how far the centre's effects were applied. */
export type VoiceSession = {
  readonly voice: VoiceId
  /** The centre's stream that this session belongs to; none before the first hello. */
  readonly journal: () => string | undefined
  readonly join: (journal: string) => void
  readonly number: (fact: VoiceFact, at: number) => NumberedFact
  /** All up to `n` are journalled: they are forgotten. */
  readonly acknowledge: (n: number) => void
  /** Up to here facts are forgotten. */
  readonly acknowledged: () => number
  /** Facts that are not journalled. */
  readonly waiting: () => readonly NumberedFact[]
  readonly lastFact: () => number
  readonly lastEffect: () => number
  /** False when this effect was applied before. */
  readonly isNext: (n: number, at: number, effect: VoiceEffect) => boolean
}

/** So many facts that nobody has journalled are worth an alarm; again at each multiple. */
const alarmEvery = 100_000

/** How far a session had come when its process died. */
export type PreviousSession = {
  readonly voice: VoiceId
  readonly journal?: string | undefined
  readonly waiting: readonly NumberedFact[]
  readonly acknowledged: number
  readonly lastFact: number
  readonly lastEffect: number
}

export function createVoiceSession(
  voice: VoiceId,
  log: LinkLog,
  checkpoint: LinkCheckpoint = noCheckpoint,
): VoiceSession {
  checkpoint.put({ entry: 'session', voice })
  const beginning = { waiting: [], acknowledged: 0, lastFact: 0, lastEffect: 0 }
  return resumeVoiceSession({ voice, ...beginning }, log, checkpoint)
}

/** The same session goes on in another process. */
export function resumeVoiceSession(
  { voice, ...previous }: PreviousSession,
  log: LinkLog,
  checkpoint: LinkCheckpoint = noCheckpoint,
): VoiceSession {
  let { journal, acknowledged, lastFact, lastEffect } = previous
  let facts = [...previous.waiting]
  return {
    voice,
    journal: () => journal,
    join(name) {
      journal = name
      checkpoint.put({ entry: 'joined', journal })
    },
    number(fact, at) {
      lastFact += 1
      const numbered = { n: lastFact, at, fact }
      facts.push(numbered)
      checkpoint.put({ entry: 'fact', ...numbered })
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
      checkpoint.put({ entry: 'acknowledged', n: acknowledged })
    },
    acknowledged: () => acknowledged,
    waiting: () => facts,
    lastFact: () => lastFact,
    lastEffect: () => lastEffect,
    isNext(n, at, effect) {
      if (n <= lastEffect) return false
      lastEffect = n
      checkpoint.put({ entry: 'effect', n, at, effect })
      return true
    },
  }
}
