import type { VoiceEffect } from '../core/effect.ts'
import type { AgentId, LegId, TrunkId } from '../core/names.ts'
import type { DialogCheckpoint } from './dialog-checkpoint.ts'

/** What is kept of a leg so that the next process can go on with it. */
export type LegCheckpoint =
  | { readonly is: 'arrived'; readonly callId: string }
  | {
      readonly is: 'unconfirmed' | 'talking'
      readonly dialog: DialogCheckpoint
      readonly isOurs: boolean
      readonly trunk?: TrunkId
      readonly isAgent?: boolean
    }

/** Where an agent's softphone is. */
export type Binding = {
  readonly uri: string
  /** Next hop, when the Contact can't be reached as it stands: a proxy on the way, or a phone behind NAT. */
  readonly route?: string
  readonly callId: string
  readonly cseq: number
  readonly expiresAtMs: number
}

/** What the next process needs to know of one leg, or of one softphone. */
export type SignallingCheckpoint =
  | { readonly leg: LegId; readonly dialog: LegCheckpoint }
  | { readonly agent: AgentId; readonly binding: Binding }

/** What a process that died has noted. */
export type PreviousSignalling = {
  readonly legs: ReadonlyMap<LegId, LegCheckpoint>
  readonly bindings: ReadonlyMap<AgentId, Binding>
  readonly trunks?: Extract<VoiceEffect, { do: 'setTrunks' }> | undefined
}
