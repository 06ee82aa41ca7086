import type { LegQuality } from './leg-quality.ts'
import type { AgentId, LegId, PlayId, RecordingId, TrunkId } from './names.ts'
import type { ReasonCode } from './reason-code.ts'
import type { SpeechShare } from './sound.ts'
import type { Diversion, TrunkState } from './trunk.ts'

/** Sound that could not be as it was ordered; the call went on where it could. */
type MediaFault = {
  readonly type: 'media.faulted'
  readonly reason: ReasonCode
  /** For the engineer; never a digit, a number or a description. */
  readonly detail: string
}

/** What a voice process says happened. */
export type VoiceFact =
  | {
      readonly type: 'leg.arrived'
      readonly leg: LegId
      /** The user part of the Request-URI. */
      readonly number: string
      /**
       * The user part of P-Asserted-Identity from a trunk that is believed, else of From; `web-<id>` for a web call,
       * which had to authenticate.
       */
      readonly from: string
      readonly name?: string
      readonly via: 'sip' | 'web'
      /** By which it came; absent for strangers and web calls. */
      readonly trunk?: TrunkId
      /** The caller asked for privacy, RFC 3323: no page shows the number, the record keeps it. */
      readonly anonymous?: true
      /** How the call was diverted before it came here. */
      readonly diversions?: readonly Diversion[]
      /** Drawn evenly from 0 to 1: all that is left to chance for this call follows from it. */
      readonly draw?: number
    }
  | {
      readonly type: 'leg.ringing'
      readonly leg: LegId
      /** The far end's own ringing tone or announcement can be heard already (early media). */
      readonly sounds?: true
    }
  | { readonly type: 'leg.answered'; readonly leg: LegId }
  | { readonly type: 'leg.ended'; readonly leg: LegId; readonly reason: ReasonCode }
  /** The party asks to be led elsewhere by its own phone (REFER); answered by `settleReferral`. */
  | {
      readonly type: 'leg.referred'
      readonly leg: LegId
      /** User part of Refer-To, as dialled. */
      readonly to: string
      /** The leg that the new call shall take the place of: an attended transfer. */
      readonly replaces?: LegId
    }
  /** What became of our `refer`: the final SIP status of the party's new call, or of the REFER. */
  | { readonly type: 'leg.transferred'; readonly leg: LegId; readonly status: number }
  | {
      readonly type: 'trunk.changed'
      readonly trunk: TrunkId
      readonly state: TrunkState
      /** The proxy that is used, or that was tried last. */
      readonly proxy?: string
      /** For the engineer: a status line, or why nobody answered. */
      readonly detail?: string
    }
  | { readonly type: 'leg.digit'; readonly leg: LegId; readonly digit: string }
  | { readonly type: 'leg.played'; readonly leg: LegId; readonly play: PlayId }
  | {
      readonly type: 'recording.ended'
      readonly recording: RecordingId
      /** Path below DATA_DIR. */
      readonly file: string
      readonly seconds: number
      readonly bytes: number
      /** Of the sound before it was encrypted; in hexadecimal. Absent in journals of older programs, as all below. */
      readonly sha256?: string
      readonly format?: 'wav' | 'opus'
      readonly encrypted?: boolean
      readonly speech?: SpeechShare
    }
  /** Told when the grade of a leg's sound has changed, and once at its end. */
  | {
      readonly type: 'leg.measured'
      readonly leg: LegId
      readonly quality: LegQuality
      readonly final: boolean
    }
  /** No RTP and no RTCP for too long, or the path is gone; the leg ends with `media-lost`. */
  | { readonly type: 'leg.mediaLost'; readonly leg: LegId; readonly reason: ReasonCode }
  /** A guess, from how long somebody spoke and whether a beep came, made `afterMs` after the answer. */
  | {
      readonly type: 'leg.answererDetected'
      readonly leg: LegId
      readonly as: 'person' | 'machine' | 'unknown'
      readonly beep: boolean
      readonly afterMs: number
    }
  /** Of one leg, of one recording, or of all. */
  | MediaFault
  | (MediaFault & { readonly leg: LegId })
  | (MediaFault & { readonly recording: RecordingId })
  | { readonly type: 'device.registered'; readonly agent: AgentId }
  | { readonly type: 'device.unregistered'; readonly agent: AgentId }
