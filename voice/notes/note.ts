import type { VoiceEffect } from '../../core/effect.ts'
import type { HearingRow } from '../../core/hearing.ts'
import type { AgentId, LegId, RecordingId, TrunkId, VoiceId } from '../../core/names.ts'
import type { EndpointCheckpoint } from '../../media/endpoint/endpoint.ts'
import type { SignallingMemo } from '../../sip/signalling.ts'
import type { NumberedFact } from '../../server/link/life.ts'
import type { LinkNote } from '../../server/link/link-notes.ts'

type Order<Do extends VoiceEffect['do']> = Extract<VoiceEffect, { do: Do }>

/** A line of voice's notes: what the next process must know when this one is killed. `at` is ms since 1970. */
export type Note =
  | LinkNote
  /** A process takes up what is noted. */
  | { readonly note: 'takenUp'; readonly at: number }
  | { readonly note: 'memo'; readonly memo: SignallingMemo }
  | { readonly note: 'endpoint'; readonly leg: LegId; readonly endpoint: EndpointCheckpoint }
  /** Our description in the 183. */
  | { readonly note: 'early'; readonly leg: LegId; readonly sdp: string }
  /** All of the above in one. */
  | ({ readonly note: 'standing' } & NotedStanding)

/** What is known of a leg. */
export type LegStanding = {
  readonly arrived: boolean
  readonly trunk?: TrunkId
  readonly isAnswered?: true
  readonly ring?: Order<'ring'>
  readonly progress?: Order<'progress'>
  readonly answer?: Order<'answer'>
  readonly recognize?: Order<'recognize'> | undefined
  readonly early?: string
  readonly dialog?: Extract<SignallingMemo, { leg: LegId }>['dialog']
  readonly endpoint?: EndpointCheckpoint
  readonly row?: HearingRow
  readonly play?: { readonly order: Order<'play'>; readonly at: number } | undefined
}

export type RecordingStanding = {
  readonly order: Order<'record'>
  /** Of everybody, and of single legs. */
  readonly pauses: readonly Order<'pauseRecording'>[]
}

type Bound = Extract<SignallingMemo, { agent: AgentId }>['binding']

/** A death of voice, and the leg that the last note before it was about. */
type Death = { readonly at: number; readonly leg?: LegId }

/** What the notes come to. */
export type Standing = {
  readonly voice?: VoiceId
  readonly journal?: string
  readonly lastFact: number
  readonly acknowledged: number
  readonly lastEffect: number
  /** Facts that are not journalled. */
  readonly waiting: readonly NumberedFact[]
  readonly legs: ReadonlyMap<LegId, LegStanding>
  readonly recordings: ReadonlyMap<RecordingId, RecordingStanding>
  readonly bindings: ReadonlyMap<AgentId, Bound>
  readonly trunks?: Order<'setTrunks'>
  readonly deaths: readonly Death[]
  /** The leg that the last note was about. */
  readonly inHand?: LegId
}

/** The same as plain JSON. */
type NotedStanding = Omit<Standing, 'legs' | 'recordings' | 'bindings'> & {
  readonly legs: readonly (readonly [LegId, LegStanding])[]
  readonly recordings: readonly (readonly [RecordingId, RecordingStanding])[]
  readonly bindings: readonly (readonly [AgentId, Bound])[]
}
