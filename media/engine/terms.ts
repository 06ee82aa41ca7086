import type { CodecName } from './codecs/codec.ts'
import type { Address } from './latch.ts'

/** What both ends agreed on for one leg. */
export type Terms = {
  /** Where the party wants RTP. */
  readonly remote: Address
  /** What we send, as which payload type, and how many ms in one packet. */
  readonly codec: CodecName
  readonly payloadType: number
  readonly ptimeMs: number
  /** Payload type of telephone-events toward the party, where it takes them; its clock is the codec's. */
  readonly eventPayloadType?: number
  /** Payload type of comfort noise (RFC 3389) toward the party, where it takes it. */
  readonly noisePayloadType?: number
  /** What the party may send, by payload type. */
  readonly receives: ReadonlyMap<number, CodecName | 'event' | 'noise'>
  readonly sending: boolean
  readonly receiving: boolean
  /** The party sends all the time, so that a long silence on the wire means that it is gone. */
  readonly neverSilent: boolean
  /** The party tells its keys in no other way than by their tones. */
  readonly keysInBand: boolean
}
