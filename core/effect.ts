import type { HearingRow } from './hearing.ts'
import type { AgentId, LegId, PlayId, RecordingId, TrunkId } from './names.ts'
import type { ReasonCode } from './reason-code.ts'
import type { Prompt } from './sound.ts'
import type { CentreTimer } from './timer.ts'
import type { DialPlan, Trunk } from './trunk.ts'

/** Where an outbound leg goes: the agent's registered softphone, a SIP URI, or a number as the trunk wants it written. */
export type RingTarget =
  | { readonly softphone: AgentId }
  | { readonly uri: string }
  | { readonly trunk: TrunkId; readonly digits: string }

/**
 * Orders to the voice process, in the imperative. Each is idempotent and answered by events, never by return values.
 * A playing prompt covers the leg's hearing row until it ends; then the row sounds again.
 */
export type VoiceEffect =
  | { readonly do: 'answer'; readonly leg: LegId }
  /** Early media: the caller hears what is played before the call is answered, RFC 3960 (183 with a description). */
  | { readonly do: 'progress'; readonly leg: LegId }
  /** Ends an unanswered inbound leg with a SIP final response, RFC 3261 section 21. */
  | {
      readonly do: 'refuse'
      readonly leg: LegId
      readonly status: number
      readonly reason: ReasonCode
    }
  | {
      readonly do: 'ring'
      readonly leg: LegId
      /** Whose phone it is; nobody's where a customer or an outside number is dialled. */
      readonly agent?: AgentId
      readonly to: RingTarget
      readonly caller: {
        readonly number: string
        readonly name?: string
        /** The caller does not want to be shown: `Privacy: id`, RFC 3325. */
        readonly anonymous?: true
      }
      /** Asks the phone to answer by itself (Call-Info answer-after=0): a call that comes back after a page reload. */
      readonly autoAnswer: boolean
    }
  /**
   * Asks the leg's party to call `to` itself, RFC 3515; with `replaces` in the place of that other leg, RFC 3891. A
   * number goes by the leg's own trunk. Answered once by `leg.transferred`.
   */
  | {
      readonly do: 'refer'
      readonly leg: LegId
      readonly to: { readonly uri: string } | { readonly digits: string }
      readonly replaces?: LegId
    }
  /** The outcome of what the party asked for by `leg.referred`: a final SIP status. */
  | { readonly do: 'settleReferral'; readonly leg: LegId; readonly status: number }
  /** The trunks as they are from now on; what was said before is forgotten. Calls in progress go on. */
  | {
      readonly do: 'setTrunks'
      readonly trunks: readonly Trunk[]
      readonly unknownSources: 'accept' | 'reject'
      readonly plan?: DialPlan
    }
  | { readonly do: 'hangUp'; readonly leg: LegId; readonly reason: ReasonCode }
  /** Sets these rows; all others stay. */
  | { readonly do: 'hear'; readonly rows: readonly HearingRow[] }
  | {
      readonly do: 'play'
      readonly leg: LegId
      readonly play: PlayId
      readonly prompts: readonly Prompt[]
      /** The first key that comes on the media path silences it at once, without `leg.played`. */
      readonly bargeIn?: true
      /** From the beginning again after the end, until it is stopped. */
      readonly repeat?: true
    }
  | { readonly do: 'stopPlay'; readonly leg: LegId; readonly play: PlayId }
  /** Sends RFC 4733 telephone-events toward the leg's far end. */
  | { readonly do: 'sendDigits'; readonly leg: LegId; readonly digits: string }
  /** Starts the recording, or changes who is on its two channels; a pause goes on. */
  | {
      readonly do: 'record'
      readonly recording: RecordingId
      readonly left: LegId
      readonly right: readonly LegId[]
      /** Keys that are pressed are silence in it (PCI DSS). */
      readonly masked?: boolean
    }
  /** Silence in place of `whom`, or of all: the time line goes on. */
  | { readonly do: 'pauseRecording'; readonly recording: RecordingId; readonly whom?: LegId }
  | { readonly do: 'resumeRecording'; readonly recording: RecordingId; readonly whom?: LegId }
  | { readonly do: 'stopRecording'; readonly recording: RecordingId }
  /** Listens whether a person or a machine has answered; answered once by `leg.answererDetected`. */
  | { readonly do: 'detectAnswerer'; readonly leg: LegId }

/** Orders to the centre's own clock. `at` is absolute, in ms. */
export type TimerEffect =
  | { readonly do: 'startTimer'; readonly timer: CentreTimer; readonly at: number }
  | { readonly do: 'stopTimer'; readonly timer: CentreTimer }

export type Effect = VoiceEffect | TimerEffect
