import type { AgentId, ContactId, LegId, TrunkId } from './names.ts'
import type { ReasonCode } from './reason-code.ts'

/** Whom the party outside sees calling. */
export type ShownCaller = {
  readonly number: string
  readonly name?: string
  readonly anonymous?: true
  /** By which that caller came to us. */
  readonly trunk?: TrunkId
}

/** A trunk that is not taken: it is switched off, or has failed. */
export type PassedTrunk = { readonly trunk: TrunkId; readonly reason: ReasonCode | 'off' }

/** What reducers conclude of calls to numbers outside. */
export type OutboundFact =
  /** A number outside is to be called on this leg; settled at once by one of the next two. */
  | {
      readonly type: 'outbound.requested'
      readonly contact: ContactId
      readonly leg: LegId
      /** As it was dialled. */
      readonly number: string
      readonly why: 'divert' | 'transfer' | 'consult' | 'callback'
      /** Who asked for it; the policy, or the customer who is called back, where absent. */
      readonly by?: AgentId
      readonly shows: ShownCaller
      /** The customer's leg, where its own network may lead it there. */
      readonly refers?: LegId
      /** Trunks that were tried before. */
      readonly passed: readonly PassedTrunk[]
    }
  | {
      readonly type: 'outbound.routed'
      readonly contact: ContactId
      readonly leg: LegId
      readonly trunk: TrunkId
      /** In its one form. */
      readonly number: string
      readonly how: 'ring' | 'refer'
      /** In the smallest unit of the currency. */
      readonly perMinute?: number
      readonly passed: readonly PassedTrunk[]
    }
  | {
      readonly type: 'outbound.refused'
      readonly contact: ContactId
      readonly leg: LegId
      readonly number: string
      readonly reason: ReasonCode
      readonly passed: readonly PassedTrunk[]
    }
