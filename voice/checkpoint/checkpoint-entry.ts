import type { VoiceEffect } from '../../core/effect.ts'
import type { HearingRow } from '../../core/hearing.ts'
import type { AgentId, LegId, RecordingId, TrunkId, VoiceId } from '../../core/names.ts'
import type { EndpointCheckpoint } from '../../media/endpoint/endpoint.ts'
import type { NumberedFact } from '../../server/link/frames.ts'
import type { LinkEntry } from '../../server/link/link-checkpoint.ts'
import type { SignallingCheckpoint } from '../../sip/signalling-checkpoint.ts'

type EffectOf<Do extends VoiceEffect['do']> = Extract<VoiceEffect, { do: Do }>

/** A line of voice's checkpoint: what the next process must know when this one is killed. `at` is ms since 1970. */
export type CheckpointEntry =
  | LinkEntry
  /** A process goes on from what is kept. */
  | { readonly entry: 'resumed'; readonly at: number }
  | { readonly entry: 'signalling'; readonly checkpoint: SignallingCheckpoint }
  | { readonly entry: 'endpoint'; readonly leg: LegId; readonly endpoint: EndpointCheckpoint }
  /** Our description in the 183. */
  | { readonly entry: 'early'; readonly leg: LegId; readonly sdp: string }
  /** All of the above in one. */
  | ({ readonly entry: 'state' } & StoredState)

/** What is known of a leg. */
export type LegState = {
  readonly arrived: boolean
  readonly trunk?: TrunkId
  readonly isAnswered?: true
  readonly ring?: EffectOf<'ring'>
  readonly progress?: EffectOf<'progress'>
  readonly answer?: EffectOf<'answer'>
  readonly detectAnswerer?: EffectOf<'detectAnswerer'> | undefined
  readonly early?: string
  readonly dialog?: Extract<SignallingCheckpoint, { leg: LegId }>['dialog']
  readonly endpoint?: EndpointCheckpoint
  readonly row?: HearingRow
  readonly play?: { readonly order: EffectOf<'play'>; readonly at: number } | undefined
}

export type RecordingState = {
  readonly order: EffectOf<'record'>
  /** Of everybody, and of single legs. */
  readonly pauses: readonly EffectOf<'pauseRecording'>[]
}

type SoftphoneBinding = Extract<SignallingCheckpoint, { agent: AgentId }>['binding']

/** A crash of voice, and the leg that the last entry before it was about. */
type VoiceCrash = { readonly at: number; readonly leg?: LegId }

/** What the entries come to. */
export type VoiceState = {
  readonly voice?: VoiceId
  readonly journal?: string
  readonly lastFact: number
  readonly acknowledged: number
  readonly lastEffect: number
  /** Facts that are not journalled. */
  readonly waiting: readonly NumberedFact[]
  readonly legs: ReadonlyMap<LegId, LegState>
  readonly recordings: ReadonlyMap<RecordingId, RecordingState>
  readonly bindings: ReadonlyMap<AgentId, SoftphoneBinding>
  readonly trunks?: EffectOf<'setTrunks'>
  readonly crashes: readonly VoiceCrash[]
  /** The leg that the last entry was about. */
  readonly lastLeg?: LegId
}

/** The same as plain JSON. */
type StoredState = Omit<VoiceState, 'legs' | 'recordings' | 'bindings'> & {
  readonly legs: readonly (readonly [LegId, LegState])[]
  readonly recordings: readonly (readonly [RecordingId, RecordingState])[]
  readonly bindings: readonly (readonly [AgentId, SoftphoneBinding])[]
}
