import type { LegId } from '../core/names.ts'

/** The engine's RTP socket for one leg. The relay takes packets from nowhere else and with no other SSRC. */
export type EngineEnd = {
  readonly ip: string
  readonly port: number
  /** The SSRC of everything that the engine sends on this leg. */
  readonly ssrc: number
}

/** Where the engine sends its PCMU, and where the browser's PCMU comes from; RTCP is on the same port (RFC 5761). */
export type RelayEnd = { readonly ip: string; readonly port: number }

/** A description for the browser, and the relay's end toward the engine. */
export type WebOpening = { readonly sdp: string; readonly relay: RelayEnd }

/**
 * Browsers as parties: ICE, DTLS and SRTP end here, and the engine sees plain PCMU, 20 ms, payload type 0. What comes to
 * the engine carries a header extension (X bit, RFC 3550 section 5.3.1) and, between the audio, RTCP.
 * SDP follows the profile UDP/TLS/RTP/SAVPF (RFC 5764) with ICE-lite (RFC 8445).
 */
export interface WebRtc {
  /** Opens for a browser's offer. Throws MediaRefusal. */
  answer(leg: LegId, offer: string, engine: EngineEnd): Promise<WebOpening>
  /** Opens and offers. */
  offer(leg: LegId, engine: EngineEnd): Promise<WebOpening>
  /** The browser's answer to our offer. Throws MediaRefusal. */
  accept(leg: LegId, answer: string): Promise<void>
  /** A re-INVITE's offer (hold, resume, ICE restart); gives the answer. Throws MediaRefusal. */
  reanswer(leg: LegId, offer: string): Promise<string>
  /** Frees the leg; one that is not open is ignored. */
  close(leg: LegId): void
  /** Closes all legs and ends the workers. */
  stop(): Promise<void>
}

export type WebRtcOptions = {
  /** Address for ICE and toward the engine. */
  readonly host: string
  readonly rtpPortMin: number
  readonly rtpPortMax: number
  /**
   * The browser is gone or unreachable: DTLS failed, or closed 300 ms ago (a BYE may come with it); ICE consent
   * expired (RFC 7675); it never connected; or its worker died. The leg stays until `close`.
   */
  readonly onLost: (leg: LegId) => void
  readonly onAlarm: (reason: string) => void
  /** Structured log line at debug level; never SDP. */
  readonly log?: (fields: object, message: string) => void
}

/** The one constructor: `startWebRtc(options)` in `media/webrtc.ts`. */
export type StartWebRtc = (options: WebRtcOptions) => Promise<WebRtc>
