import type { Effect } from '../effect.ts'
import type { Conclusion, Outcome } from '../event.ts'
import { type ContactId, type LegId, named, type PlayId, type TimerId } from '../names.ts'
import type { Skills } from '../policy.ts'
import type { Slug } from '../slug.ts'
import type { Step } from '../step.ts'
import type { Language } from '../tenant.ts'

/** What a contact asks for in its queue beside the queue's own rule: it goes with it through misses. */
export type Need = { readonly skills?: Skills; readonly priority?: number }

/** What every phase of a living contact carries. */
export type Call = {
  readonly id: ContactId
  readonly caller: LegId
  readonly from: string
  readonly name?: string
  readonly to: string
  readonly language: Language
  /** Version of the policy that it is served by. */
  readonly policy: string
  readonly need: Need
  /** How many legs and plays were made so far: their ids are derived from it. */
  readonly made: number
  /** The recording runs, from the first talk to the end of the contact. */
  readonly recorded: boolean
}

export type Ended = { readonly phase: 'ended'; readonly id: ContactId; readonly caller: LegId }

/** The part of a phase that the next phase goes on with. */
export function callOf(call: Call): Call {
  const { id, caller, from, name, to, language, policy, need, made, recorded } = call
  const named = name === undefined ? {} : { name }
  return { id, caller, from, ...named, to, language, policy, need, made, recorded }
}

export const nextLeg = (call: Call): LegId => named<LegId>(`${call.id}.${call.made + 1}`)
export const nextPlay = (call: Call): PlayId => named<PlayId>(`${call.id}.p${call.made + 1}`)

/** One timer of each kind for a contact. */
export const timerOf = (kind: 'announce' | 'ring' | 'part', id: ContactId): TimerId =>
  named<TimerId>(`${kind}:${id}`)

/** Conclusions and orders that go before the ending itself. */
export type Before = {
  readonly conclusions?: readonly Conclusion[]
  readonly effects?: readonly Effect[]
}

/** The contact is over. Ending twice is impossible: `ended` hears nothing. */
export function endCall(
  call: Call,
  outcome: Outcome,
  reason: Slug,
  before: Before = {},
): Step<Ended> {
  return {
    state: { phase: 'ended', id: call.id, caller: call.caller },
    conclusions: [
      ...(before.conclusions ?? []),
      { type: 'contact.ended', contact: call.id, outcome, reason },
    ],
    effects: [
      ...(before.effects ?? []),
      ...(call.recorded
        ? [{ do: 'stopRecording' as const, recording: named<never>(call.id) }]
        : []),
    ],
  }
}
