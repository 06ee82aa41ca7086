import type { LegId, RecordingId } from '../core/names.ts'
import type { EndpointCheckpoint, MediaEndpoint, SipTerms } from './endpoint/endpoint.ts'
import type { CodecName } from './engine/codecs/codec.ts'
import type { MediaEffect } from './facts.ts'
import type { PacketKind } from './packets/open-packet-ports.ts'
import type { PromptCacheOptions } from './prompt-cache.ts'
import type { RecordingSettings } from './recording/recording-file.ts'
import type { SrtpUse } from './sdp/sdes.ts'
import type { WebCodecName } from './webrtc/web-codecs.ts'

export type { CodecName } from './engine/codecs/codec.ts'
export type { SrtpUse } from './sdp/sdes.ts'
export type { SpeechSettings } from './speech/provider.ts'
export { webCodecNames } from './webrtc/web-codecs.ts'

/** The media room's face to the voice process, made by `startMedia` in `media/start-media.ts`. */
export type Media = {
  /**
   * The leg's end of its party's sound. The endpoint's first description opens its port; whoever asks for an endpoint
   * closes it. Throws MediaRefusal where the party's kind cannot be served.
   */
  openEndpoint(leg: LegId, party: MediaParty): MediaEndpoint
  /** Legs with an endpoint. */
  legs(): readonly LegId[]
  /** Sound, hearing and recording; applied in order. A play begins `fromMs` after its beginning. Unknown legs are ignored and counted. */
  perform(effect: MediaEffect, fromMs?: number): void
  /**
   * Finishes the recordings that a crash cut off, but for these, which are written on. It happens by itself unless
   * `isSpare`.
   */
  mendRecordings(goOn: readonly RecordingId[]): void
  /** Ends all legs and recordings; resolves when the recordings are written. */
  stop(): Promise<void>
}

/** Whom an endpoint is for. */
export type MediaParty =
  /** One who has sent this offer: a browser is known by its profile (UDP/TLS/RTP/SAVPF), any other speaks RTP. */
  | { readonly offer: string; readonly terms?: SipTerms | undefined }
  /** One whom we call. */
  | { readonly called: 'sip' | 'web'; readonly terms?: SipTerms | undefined }
  /** One whom a process before us had. */
  | { readonly checkpoint: EndpointCheckpoint }

/** How browsers are served. */
export type WebSettings = {
  /** mediasoup processes; the legs are spread over them. */
  readonly workers: number
  /** In the order in which we would rather speak. */
  readonly codecs: readonly WebCodecName[]
  /** A relay in front speaks WebRTC with the browsers: softphones are offered RTP. */
  readonly endsInFront?: boolean
}

export type MediaOptions = PromptCacheOptions & {
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
  /** Another process does the work: its recordings are not touched before `mendRecordings`. */
  readonly isSpare?: boolean
  /** Recordings go to `<dataDir>/recordings/<yyyy-mm-dd>/<recording>.wav`, or `.opus`, with `.sealed` behind it. */
  readonly dataDir: string
  /** Open WAV files where nothing is said. */
  readonly recording?: Pick<RecordingSettings, 'format' | 'keys'>
  /** Sockets for RTP: those of the addon, or Node's own; without an addon for this machine always those. */
  readonly packets?: PacketKind
  readonly web?: WebSettings
  /** Structured log line at info level. */
  readonly note?: (fields: object, message: string) => void
}
