import type { CodecName } from './codecs/codec.ts'
import type { RtpAddress } from './latch.ts'

/** What both ends agreed on for one leg. */
export type NegotiatedMedia = {
  /** Where the party wants RTP. */
  readonly remote: RtpAddress
  /** What we send, as which payload type, and how many ms in one packet. */
  readonly codec: CodecName
  readonly payloadType: number
  readonly ptimeMs: number
  /** Payload type of telephone-events toward the party, where it takes them; its clock is the codec's. */
  readonly eventPayloadType?: number
  /** Payload type of comfort noise (RFC 3389) toward the party, where it takes it. */
  readonly noisePayloadType?: number
  /** What the party may send, by payload type. */
  readonly receives: ReadonlyMap<number, PayloadKind>
  readonly sending: boolean
  readonly receiving: boolean
  /** The party sends all the time, so that a long silence on the wire means that it is gone. */
  readonly neverSilent: boolean
  /** The party tells its keys in no other way than by their tones. */
  readonly keysInBand: boolean
}

/** What a packet carries: sound in a codec, a key (RFC 4733), or comfort noise (RFC 3389). */
export type PayloadKind = CodecName | 'event' | 'noise'

/** Where a party wants RTCP; `mux`: on the RTP port, RFC 5761. */
export type RtcpPath = { readonly to: RtpAddress; readonly mux: boolean }
