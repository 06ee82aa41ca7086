import type { LegId } from '../../core/names.ts'
import type { EngineClient } from '../engine-client.ts'
import type { CodecName } from '../engine/codecs/codec.ts'
import { MediaRefusal } from '../refusal.ts'
import type { SrtpUse } from '../sdp/sdes.ts'
import type { SuiteName } from '../srtp/suites.ts'
import type { BrowserSdp } from '../webrtc/webrtc-sdp.ts'

/**
 * One leg's end of its party's sound: a port, and what was agreed about it. SDP (RFC 8866, offer/answer RFC 3264) enters
 * and leaves as text.
 *
 *   new --answer, offer, resume--> open --accept, reanswer, reoffer--> open
 *    +-------- close ---------------+--> closed
 */
export type MediaEndpoint = {
  /** Opens for the party's offer; gives our answer. Throws MediaRefusal, and then nothing stays open. */
  answer(offer: string): Promise<string>
  /** Opens, and gives our offer. Throws MediaRefusal, and then nothing stays open. */
  offer(): Promise<string>
  /**
   * Opens as a process before us had it: a phone hears us from the same port, a browser is stranded and has to be
   * offered a new path. Throws MediaRefusal, and then nothing stays open.
   */
  resume(checkpoint: EndpointCheckpoint): Promise<void>
  /** The party's answer to our offer, the first or a further one. Throws MediaRefusal. */
  accept(answer: string): Promise<void>
  /**
   * A further offer of the party (hold, moved address, ICE restart); gives our answer. Throws MediaRefusal, and then all
   * stays as it was.
   */
  reanswer(offer: string): Promise<string>
  /** Our offer that leads a stranded party over a new path; undefined when it is not stranded. Throws MediaRefusal. */
  reoffer(): Promise<string | undefined>
  /** What another process needs to go on; undefined while there is nothing to go on with. It changes with each description. */
  checkpoint(): EndpointCheckpoint | undefined
  /** Frees the port; what is opening is refused. */
  close(): void
}

/** What one SIP party is offered and accepted in the place of the installation's own terms. */
export type SipTerms = {
  readonly codecs?: readonly CodecName[] | undefined
  readonly srtp?: SrtpUse | undefined
}

/** What is noted of an endpoint, so that another process can open it again; plain JSON. */
export type EndpointCheckpoint = RtpCheckpoint | WebRtcCheckpoint

export type RtpCheckpoint = {
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

export type WebRtcCheckpoint = {
  readonly kind: 'web'
  /** Of our last description. */
  readonly session: number
  readonly version: number
  /** The browser's last description. */
  readonly said: BrowserSdp
}

/** What every endpoint is made of. */
export type EndpointOptions = {
  readonly leg: LegId
  readonly engine: Pick<EngineClient, 'open' | 'reopen' | 'order'>
  /** Address of the engine's ports. */
  readonly host: string
  readonly onClosed: () => void
}

/** Runs what opens an endpoint; one that fails, or was closed meanwhile, does not stay open. */
export async function opening<Result>(
  endpoint: { readonly isClosed: boolean; close(): void },
  open: () => Promise<Result>,
): Promise<Result> {
  try {
    const result = await open()
    if (!endpoint.isClosed) return result
  } catch (error) {
    endpoint.close()
    throw error
  }
  endpoint.close()
  throw new MediaRefusal('overloaded', 'the endpoint was closed while it opened')
}
