import type { TimerEffect, VoiceEffect } from '../../../core/effect.ts'
import type { Event, Input } from '../../../core/event.ts'
import type { VoiceId } from '../../../core/names.ts'

/** An input before it has its place in the stream. */
export type Arriving = Input & {
  readonly at: number
  readonly voice?: { readonly id: VoiceId; readonly n: number }
}

export type NumberedEffect = { readonly n: number; readonly effect: VoiceEffect }

/** What one input led to: the input itself and its conclusions, stamped, in order; and the orders to the edges. */
export type Turn = {
  readonly events: readonly Event[]
  /** Numbered without a gap over the life of the journal: replaying the journal yields the same numbers. */
  readonly voice: readonly NumberedEffect[]
  readonly timers: readonly TimerEffect[]
}

/** All state of the centre: contacts, agents, queues, walks. Opaque outside this folder but for these. */
export type World = {
  /** Of the last event. */
  readonly seq: number
  readonly lastEffect: number
  /** The voice process that the legs belong to, and the last of its facts that is in the stream. */
  readonly voice?: { readonly id: VoiceId; readonly n: number }
}

export type CreateWorld = () => World
/** Mutates and returns nothing else than the turn; a repeated voice fact (same voice, n not above the last) gives an empty turn. */
export type StepWorld = (world: World, input: Arriving) => Turn
/** Plain JSON, and back. */
export type SnapshotWorld = (world: World) => unknown
export type RestoreWorld = (snapshot: unknown) => World
