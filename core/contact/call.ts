import type { Effect } from '../effect.ts'
import type { Language } from '../language.ts'
import {
  type ContactId,
  type FlowId,
  type LegId,
  named,
  type PlayId,
  type PromptId,
  type TrunkId,
} from '../names.ts'
import type { Skills } from '../policy.ts'
import type { ContactTimer } from '../timer.ts'

/** What a contact asks for in its queue beside the queue's own rule: it goes with it through misses. */
export type Need = { readonly skills?: Skills; readonly priority?: number }

/** The recordings of a contact: how many were begun, and how the last one stands. */
export type Recorded = { readonly begun: number; readonly now: 'off' | 'on' | 'paused' }

/** What every phase of a living contact carries, whether or not somebody is on the line. */
export type Call = {
  readonly id: ContactId
  readonly from: string
  readonly name?: string
  readonly to: string
  readonly via: 'sip' | 'web'
  /** The flow that it began with; absent in journals of older programs. */
  readonly flow?: FlowId
  /** By which the caller came. */
  readonly trunk?: TrunkId
  /** The caller does not want to be shown. */
  readonly anonymous?: true
  readonly language: Language
  /** Version of the policy that it is served by. */
  readonly policy: string
  readonly need: Need
  /** How many legs and plays were made so far: their ids are derived from it. */
  readonly made: number
  readonly recorded: Recorded
}

/** The caller, or the customer who was called back, is on the line by this leg. */
export type OnLine = Call & { readonly caller: LegId }

export type Ended = { readonly phase: 'ended'; readonly id: ContactId }

/** The part of a phase that the next phase goes on with, without anybody on the line. */
export function callOf(call: Call): Call {
  const { id, from, name, to, via, language, policy, need, made, recorded } = call
  const { flow, trunk, anonymous } = call
  return {
    id,
    from,
    to,
    via,
    language,
    policy,
    need,
    made,
    recorded,
    ...(name === undefined ? {} : { name }),
    ...(flow === undefined ? {} : { flow }),
    ...(trunk === undefined ? {} : { trunk }),
    ...(anonymous && { anonymous }),
  }
}

/** The same, with who is on the line. */
export const lineOf = (call: OnLine): OnLine => ({ ...callOf(call), caller: call.caller })

export const nextLeg = (call: Call): LegId => named<LegId>(`${call.id}.${call.made + 1}`)
const nextPlay = (call: Call): PlayId => named<PlayId>(`${call.id}.p${call.made + 1}`)

export const timerOf = (kind: ContactTimer['kind'], id: ContactId): ContactTimer => ({
  kind,
  of: id,
})

/** `goodbye` is spoken in the caller's language; `zh/goodbye` names a language itself. */
const promptOf = ({ language }: Call, name: string): PromptId =>
  named<PromptId>(name.includes('/') ? name : `${language}/${name}`)

/** Says these words to the caller, over whatever he hears; `said` is for the next state. */
export function speak(
  call: OnLine,
  names: readonly string[],
): { readonly said: { readonly made: number; readonly play: PlayId }; readonly effect: Effect } {
  const play = nextPlay(call)
  const prompts = names.map((name) => promptOf(call, name))
  return {
    said: { made: call.made + 1, play },
    effect: { do: 'play', leg: call.caller, play, prompts },
  }
}
