import { gradeOf, type LegQuality, type QualityGrade } from '../../core/leg-quality.ts'
import type { AgentId } from '../../core/names.ts'
import type { Party } from '../../core/parties.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import type { ContactHistory, Segment } from './contact-history.ts'
import type { RecordingRecord } from './recordings.ts'
import { noSound, type SoundHistory } from './sound-history.ts'

type SegmentPhase = Segment['phase']

/** Who keeps the contact's recordings from being deleted, since when and why. */
export type LegalHold = { readonly by: string; readonly at: number; readonly note: string }

/** What is kept apart from the history: names may change after it, and sound files are closed on their own. */
type RecordAttachments = {
  readonly agentName?: string
  readonly recordings: RecordingRecord[]
  readonly hold?: LegalHold
}

/** The record of an ended contact; on the wire it is `contactRecord` of cti/api.ts. */
export type StoredContactRecord = {
  id: string
  arrivedAt: number
  endedAt: number
  from: string
  name?: string
  to: string
  via: 'sip' | 'web'
  trunk?: string
  diversions?: { number: string; reason?: string }[]
  language: 'zh' | 'en'
  keys: string
  queue?: string
  agent?: string
  agentName?: string
  outcome: string
  reason: string
  disposition?: string
  note?: string
  /** Waiting and ringing. */
  waitMs: number
  /** Without holds. */
  talkMs: number
  holdMs: number
  wrapUpMs: number
  phases: { phase: SegmentPhase; from: number; to: number; queue?: string; agent?: string }[]
  /** In order. */
  recordings: RecordingRecord[]
  hold?: LegalHold
  /** How each leg was heard, over its whole life, in the order of their answers; those that were measured. */
  legs: LegRecord[]
  /** What was wrong with the sound, oldest first. */
  faults: { at: number; reason: ReasonCode }[]
}

type LegRecord = LegQuality & { grade: QualityGrade } & (
    { who: 'caller' | 'outside' } | { who: 'agent'; agent: AgentId }
  )

/** Undefined while the contact is open. A wrap-up that still runs is not yet in it. */
export function contactRecord(
  history: ContactHistory,
  beside: RecordAttachments = { recordings: [] },
): StoredContactRecord | undefined {
  const { segments, agents, sound = noSound, endedAt, outcome, reason, ...rest } = history
  const { anonymous, diversions, ...projected } = rest
  if (endedAt === undefined || outcome === undefined || reason === undefined) return undefined
  const phases = segments
    .flatMap((segment) => (segment.to === undefined ? [] : [{ ...segment, to: segment.to }]))
    .sort((one, other) => one.from - other.from)
  const spent = (...kinds: SegmentPhase[]): number =>
    phases.reduce((sum, { phase, from, to }) => sum + (kinds.includes(phase) ? to - from : 0), 0)
  const agent = agents.at(-1)
  return {
    ...projected,
    // The number stays in the journal; no page shows it.
    ...(anonymous && { from: 'anonymous' }),
    ...(diversions && { diversions: [...diversions] }),
    endedAt,
    outcome,
    reason,
    ...(agent !== undefined && { agent }),
    ...beside,
    waitMs: spent('waiting', 'ringing'),
    talkMs: spent('talking'),
    holdMs: spent('held'),
    wrapUpMs: spent('wrapUp'),
    phases,
    legs: sound.parties.flatMap((party) => legRecord(party, sound) ?? []),
    faults: sound.faults.map(({ at, reason }) => ({ at, reason })),
  }
}

function legRecord(party: Party, { measured }: SoundHistory): LegRecord | undefined {
  const quality = measured[party.leg]
  // Histories of older programs hold legs that answered too late to be anybody's.
  if (quality === undefined || (party.who as string) === 'nobody') return undefined
  const who = party.who === 'agent' ? { who: party.who, agent: party.agent } : { who: party.who }
  return { ...who, ...quality, grade: gradeOf(quality) }
}
