import type { LegId } from '../../core/names.ts'
import type { NetworkFigures } from '../engine/network-figures.ts'
import type { WebCodec, WebCodecName } from './web-codecs.ts'
import type { BrowserSdp } from './webrtc-sdp.ts'

/** The engine's RTP socket for one leg. The relay takes packets from nowhere else and with no other SSRC. */
export type EngineEnd = {
  readonly ip: string
  readonly port: number
  /** The SSRC of everything that the engine sends on this leg. */
  readonly ssrc: number
}

/**
 * Where the engine sends its sound, and where the browser's comes from; RTCP is on the same port (RFC 5761). The codec
 * is the browser's: nothing is transcoded on the way.
 */
export type RelayEnd = { readonly ip: string; readonly port: number; readonly codec: WebCodec }

/** A description for the browser, and the relay's end toward the engine. */
export type WebAnswer = { readonly sdp: string; readonly relay: RelayEnd }

/** Of the last description of either side; plain JSON. */
export type WebMemo = {
  readonly session: number
  readonly version: number
  readonly said: BrowserSdp
}

/** Why a leg's path is no more. */
export type PathLoss = 'path-lost' | 'media-worker-died'

/**
 * Browsers as parties: ICE, DTLS and SRTP end here, and the engine sees plain RTP. What comes to the engine carries a
 * header extension (X bit, RFC 3550 section 5.3.1) and, between the audio, RTCP.
 * SDP follows the profile UDP/TLS/RTP/SAVPF (RFC 5764) with ICE-lite (RFC 8445).
 */
export interface WebRtc {
  /** Opens for a browser's offer. Throws MediaRefusal. */
  answer(leg: LegId, offer: string, engine: EngineEnd): Promise<WebAnswer>
  /** Opens; gives our offer. */
  offer(leg: LegId, engine: EngineEnd): Promise<string>
  /** The browser's answer to our offer, the first or a further one. Throws MediaRefusal. */
  accept(leg: LegId, answer: string): Promise<RelayEnd>
  /** A re-INVITE's offer (hold, resume, ICE restart); gives the answer. Throws MediaRefusal. */
  reanswer(leg: LegId, offer: string): Promise<WebAnswer>
  /** An offer that leads a stranded leg over a new path; undefined for one that is not stranded any more. */
  reoffer(leg: LegId): Promise<string | undefined>
  /** What the next process needs to know; undefined before the browser has said anything. */
  memoOf(leg: LegId): WebMemo | undefined
  /** Opens as a process before us had it: stranded, and told so. */
  takeUp(leg: LegId, memo: WebMemo, engine: EngineEnd): void
  /** What the browser's RTCP and ours say about the network between us; undefined before any sound. */
  measure(leg: LegId): Promise<NetworkFigures | undefined>
  /** Frees the leg; one that is not open is ignored. */
  close(leg: LegId): void
  /** Closes all legs and ends the workers. */
  stop(): Promise<void>
}

export type WebRtcOptions = {
  /** Address for ICE and toward the engine. */
  readonly host: string
  /** The address that browsers reach instead, where a NAT stands before `host`. */
  readonly announced?: string | undefined
  readonly rtpPortMin: number
  readonly rtpPortMax: number
  /** mediasoup processes; the legs are spread over them. */
  readonly workers: number
  /** In the order in which we would rather speak. */
  readonly codecs: readonly WebCodecName[]
  /**
   * The leg's path is gone while the browser may be there: its ICE consent expired (RFC 7675), or its worker died.
   * It is mended by `reoffer`, or by an offer of the browser.
   */
  readonly onStranded: (leg: LegId, why: PathLoss) => void
  /** The browser is gone: DTLS failed, or closed 300 ms ago (a BYE may come with it); or it never connected. */
  readonly onLost: (leg: LegId) => void
  readonly onAlarm: (reason: string) => void
  /** Structured log line at debug level; never SDP. */
  readonly log?: (fields: object, message: string) => void
}

/** The one constructor: `startWebRtc(options)` in `media/webrtc.ts`. */
export type StartWebRtc = (options: WebRtcOptions) => Promise<WebRtc>
