import type { VoiceEffect } from '../../core/effect.ts'
import type { VoiceId } from '../../core/names.ts'
import type { NumberedFact } from './life.ts'

/** What is noted of a life, so that another process can go on with it. `at` is ms since 1970. */
export type LinkNote =
  /** A new life begins. */
  | { readonly note: 'life'; readonly voice: VoiceId }
  | { readonly note: 'joined'; readonly journal: string }
  | ({ readonly note: 'fact' } & NumberedFact)
  /** All facts up to `n` are journalled. */
  | { readonly note: 'acknowledged'; readonly n: number }
  /** Noted before it is performed. */
  | {
      readonly note: 'effect'
      readonly n: number
      readonly at: number
      readonly effect: VoiceEffect
    }

export type LinkNotes = {
  readonly put: (note: LinkNote) => void
  /** All that was put is safe when it returns. */
  readonly settle: () => void
}

export const noNotes: LinkNotes = { put: () => undefined, settle: () => undefined }
