import type { VoiceEffect } from '../../core/effect.ts'
import type { VoiceFact } from '../../core/event.ts'
import type { VoiceId } from '../../core/names.ts'

/** Numbered without a gap over the life of the journal. */
export type NumberedEffect = { readonly n: number; readonly effect: VoiceEffect }

/** `at`: ms since the epoch. */
export type NumberedFact = { readonly n: number; readonly at: number; readonly fact: VoiceFact }

/**
 * What passes between centre and voice: one JSON text per line over a Unix socket that voice listens on.
 * Both directions are numbered, acknowledged and resumable: after a reconnect each side repeats what the other
 * has not yet acknowledged, and drops what it has already seen. Voice keeps every fact until the centre has
 * journalled it.
 */
export type CentreFrame =
  /** First frame. `journal` names the centre's stream: for another one, voice hangs up all legs and takes a new VoiceId. */
  | {
      readonly type: 'hello'
      readonly journal: string
      readonly voice?: VoiceId
      readonly lastFact: number
    }
  | ({ readonly type: 'effect' } & NumberedEffect)
  /** All facts up to `n` are journalled. */
  | { readonly type: 'ack'; readonly n: number }

export type VoiceFrame =
  /** Answer to hello. `lastEffect`: the last effect applied in this session. */
  | {
      readonly type: 'hello'
      readonly voice: VoiceId
      readonly lastEffect: number
      readonly legs: number
    }
  | ({ readonly type: 'fact' } & NumberedFact)
  /** All effects up to `n` are applied. */
  | { readonly type: 'ack'; readonly n: number }
