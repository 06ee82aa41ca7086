import type { VoiceEffect } from '../../core/effect.ts'
import type { VoiceId } from '../../core/names.ts'
import type { NumberedFact } from './frames.ts'

/** What is kept of a session, so that another process can go on with it. `at` is ms since 1970. */
export type LinkEntry =
  /** A new session begins. */
  | { readonly entry: 'session'; readonly voice: VoiceId }
  | { readonly entry: 'joined'; readonly journal: string }
  | ({ readonly entry: 'fact' } & NumberedFact)
  /** All facts up to `n` are journalled. */
  | { readonly entry: 'acknowledged'; readonly n: number }
  /** Kept before it is performed. */
  | {
      readonly entry: 'effect'
      readonly n: number
      readonly at: number
      readonly effect: VoiceEffect
    }

export type LinkCheckpoint = {
  readonly put: (entry: LinkEntry) => void
  /** All that was put is safe when it returns. */
  readonly flush: () => void
}

export const noCheckpoint: LinkCheckpoint = { put: () => undefined, flush: () => undefined }
