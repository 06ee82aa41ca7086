import type { VoiceEffect } from '../core/effect.ts'
import type { VoiceFact } from '../core/event.ts'
import type { LegId, PromptId, RecordingId } from '../core/names.ts'
import type { Slug } from '../core/slug.ts'
import type { CodecName } from './engine/codecs/codec.ts'
import type { SrtpUse } from './sdp/sdes.ts'
import type { SuiteName } from './srtp/suites.ts'
import type { PacketKind } from './packets/open-packet-ports.ts'
import type { WebCodecName } from './webrtc/web-codecs.ts'
import type { WebMemo } from './webrtc/web-party.ts'
import type { RecordingSettings } from './recording/recording-file.ts'
import type { SpeechSettings } from './speech/provider.ts'

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
      | 'recognize'
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
  readonly reason: Extract<Slug, 'path-lost' | 'media-worker-died'>
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
      | 'leg.recognized'
      /** The leg stays until `close`. */
      | 'leg.mediaLost'
      | 'recording.ended'
      | 'media.faulted'
  }
>

/** An offer or answer that media cannot serve; `reason` goes into the SIP response and the journal. */
export class MediaRefusal extends Error {
  readonly reason: Extract<Slug, 'no-common-codec' | 'bad-offer' | 'overloaded'>
  constructor(reason: MediaRefusal['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MediaRefusal'
    this.reason = reason
  }
}

/** What is noted of an endpoint, so that another process can open it again; plain JSON. */
export type EndpointMemo = PlainMemo | ({ readonly kind: 'web' } & WebMemo)

type PlainMemo = {
  readonly kind: 'sip'
  readonly port: number
  readonly terms: SipTerms
  /** Of our last description. */
  readonly session: number
  readonly version: number
  /** Our SRTP master keys, in base64. */
  readonly keys: readonly (readonly [suite: SuiteName, key: string])[]
  /** The party's last description; `offered` where it answered one of ours. */
  readonly said?: { readonly sdp: string; readonly offered: boolean }
}

/**
 * The media room's face to the voice process, made by `startMedia` in `media/start.ts`. SDP (RFC 8866, offer/answer RFC 3264) enters and leaves as text;
 * a WebRTC party is known by its profile (UDP/TLS/RTP/SAVPF) and passes through mediasoup, any other is plain RTP.
 */
export interface Media {
  /** Opens an endpoint for a party that offered; gives the answer. Throws MediaRefusal. */
  answer(leg: LegId, offer: string, terms?: SipTerms): Promise<string>
  /** Opens an endpoint and gives our offer for a party that we call. */
  offer(leg: LegId, kind: 'sip' | 'web', terms?: SipTerms): Promise<string>
  /** The party's answer to our offer, the first or a further one. Throws MediaRefusal. */
  accept(leg: LegId, answer: string): Promise<void>
  /** A re-INVITE's offer on an open leg (hold, moved address, ICE restart); gives the answer. Throws MediaRefusal. */
  reanswer(leg: LegId, offer: string): Promise<string>
  /** Our further offer to a stranded leg; undefined when it is not stranded any more. Throws MediaRefusal. */
  reoffer(leg: LegId): Promise<string | undefined>
  /**
   * Finishes the recordings that a crash cut off, but for these, which are written on. It happens by itself unless
   * `isSpare`.
   */
  mendRecordings(goOn: readonly RecordingId[]): void
  /** What is to be noted of an open leg for the next process; it changes with each description. */
  memoOf(leg: LegId): EndpointMemo | undefined
  /**
   * Opens an endpoint as a process before us had it: a phone hears us from the same port, a browser is stranded and has
   * to be offered a new path. Throws MediaRefusal.
   */
  takeUp(leg: LegId, memo: EndpointMemo): Promise<void>
  /** Sound, hearing and recording; applied in order. A play begins `fromMs` after its beginning. Unknown legs are ignored and counted. */
  perform(effect: MediaEffect, fromMs?: number): void
  /** Frees the endpoint; a leg that is not open is ignored. */
  close(leg: LegId): void
  /** Legs with an open endpoint. */
  legs(): readonly LegId[]
  /** Ends all legs and recordings; resolves when the recordings are written. */
  stop(): Promise<void>
}

/** What one SIP party is offered and accepted in the place of the installation's own terms. */
export type SipTerms = {
  readonly codecs?: readonly CodecName[] | undefined
  readonly srtp?: SrtpUse | undefined
}

/** How browsers are served. */
export type WebSettings = {
  /** mediasoup processes; the legs are spread over them. */
  readonly workers: number
  /** In the order in which we would rather speak. */
  readonly codecs: readonly WebCodecName[]
  /** A relay in front speaks WebRTC with the browsers: softphones are offered RTP. */
  readonly endsInFront?: boolean
}

export type MediaOptions = {
  /** Address for RTP and ICE. */
  readonly host: string
  /** The address that descriptions name instead, where a NAT stands before `host`. */
  readonly announced?: string | undefined
  readonly rtpPortMin: number
  readonly rtpPortMax: number
  /** For SIP parties: what we offer, in this order, and what we accept. An offer is answered in the party's own order. */
  readonly codecs?: readonly CodecName[] | undefined
  /** `allowed` where it is not said: SRTP is taken from a party that offers it, and not offered. */
  readonly srtp?: SrtpUse | undefined
  /** No RTP and no RTCP for so long, unless it is on hold: a party is gone; 60 where it is not said. */
  readonly silenceSeconds?: number | undefined
  /** Folder of the prompts. */
  readonly promptsDir: string
  /** How often it is looked through for new and changed files, ms; 10 s by itself. */
  readonly promptsCheckMs?: number
  /** Another process does the work: its recordings are not touched before `mendRecordings`. */
  readonly isSpare?: boolean
  /** Recordings go to `<dataDir>/recordings/<yyyy-mm-dd>/<recording>.wav`, or `.opus`, with `.sealed` behind it. */
  readonly dataDir: string
  /** Open WAV files where nothing is said. */
  readonly recording?: Pick<RecordingSettings, 'format' | 'keys'>
  /** Sockets for RTP: those of the addon, or Node's own; without an addon for this machine always those. */
  readonly packets?: PacketKind
  readonly web?: WebSettings
  /** Who speaks words that are not recorded; absent: nobody. */
  readonly speech?: SpeechSettings | undefined
  readonly onFact: (fact: MediaFact) => void
  /** Structured log line at info level. */
  readonly note?: (fields: object, message: string) => void
  /** Structured log line at debug level; never SDP or digits above debug. */
  readonly log?: (fields: object, message: string) => void
}
