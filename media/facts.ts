import type { VoiceEffect } from '../core/effect.ts'
import type { VoiceFact } from '../core/event.ts'
import type { LegId, PromptId } from '../core/names.ts'
import type { ReasonCode } from '../core/reason-code.ts'

/** The effects that are about sound; the rest is signalling. */
export type MediaEffect = Extract<
  VoiceEffect,
  {
    do:
      | 'hear'
      | 'play'
      | 'stopPlay'
      | 'sendDigits'
      | 'record'
      | 'pauseRecording'
      | 'resumeRecording'
      | 'stopRecording'
      | 'detectAnswerer'
  }
>

/** The same for the engine, which has every prompt as a sound: spoken words have become one by then. */
export type EngineEffect =
  | Exclude<MediaEffect, { do: 'play' }>
  | (Omit<Extract<MediaEffect, { do: 'play' }>, 'prompts'> & {
      readonly prompts: readonly PromptId[]
      /** So much of it was played by a process before us. */
      readonly fromMs?: number
    })

/**
 * The leg's path is gone, yet a new offer may lead it over another: `reoffer`, a re-INVITE, `accept`. It stays in the
 * voice process.
 */
export type LegStranded = {
  readonly type: 'leg.stranded'
  readonly leg: LegId
  readonly reason: Extract<ReasonCode, 'path-lost' | 'media-worker-died'>
}

/** What the media room says happened. */
export type MediaFact = LegStranded | HeardDigit | SoundFact

/** `by` is how the key came: as a telephone-event (RFC 4733), or by its tones. */
type HeardDigit = Extract<VoiceFact, { type: 'leg.digit' }> & { readonly by: 'event' | 'tone' }

type SoundFact = Extract<
  VoiceFact,
  {
    type:
      | 'leg.played'
      | 'leg.measured'
      | 'leg.answererDetected'
      /** The leg stays until `close`. */
      | 'leg.mediaLost'
      | 'recording.ended'
      | 'media.faulted'
  }
>
