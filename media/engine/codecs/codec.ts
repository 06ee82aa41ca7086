/** By SDP's name in lower case. */
export type CodecName = 'pcmu' | 'pcma' | 'g722' | 'opus'

/**
 * Turns the payloads of one stream into linear sound at 8 kHz. It may remember what came before, so payloads are given
 * in their order, and a missing one by `conceal`.
 */
export type Decoder = {
  /** Writes the payload `bytes[start, end)` into `samples` from `at` on; gives how many were written, 0 for a payload that is none. Never throws. */
  decode(bytes: Uint8Array, start: number, end: number, samples: Int16Array, at: number): number
  /** Makes up for `count` missing samples, where the codec itself can (Opus); false where it cannot, and nothing was written. */
  conceal(samples: Int16Array, at: number, count: number): boolean
  /** Gives back what lies outside of JavaScript's own memory, where there is any; nothing is decoded after it. */
  free?(): void
}

/** Turns linear sound at 8 kHz into payloads of one stream. */
export type Encoder = {
  /** All of `samples` as one payload, into `bytes` from `offset` on; gives its length. */
  encode(samples: Int16Array, bytes: Uint8Array, offset: number): number
  free?(): void
}

export type Codec = {
  readonly name: CodecName
  /** SDP's rtpmap: `PCMU/8000`, `opus/48000/2`. */
  readonly encoding: string
  readonly clockRate: 8000 | 48_000
  readonly channels: 1 | 2
  /** RFC 3551 table 4; a dynamic one is agreed by SDP. */
  readonly payloadType?: number
  /** Lengths of sound that one packet may hold, ms. */
  readonly ptimes: readonly number[]
  /** Bytes of the longest payload of `ms`. */
  readonly mostBytes: (ms: number) => number
  readonly createDecoder: () => Decoder
  readonly createEncoder: () => Encoder
}

/** RTP timestamp units for each sample at 8 kHz. */
export const unitsOf = ({ clockRate }: Codec): number => clockRate / 8000

const bytesPerMs = 8
/** RFC 3551 section 4.2: a packet holds 200 ms at most. */
const mostMs = 200

/** Whether a payload at 64 kbit/s holds a whole number of ms, as all senders make them; anything else is another codec's. */
export const isWholePacket = (bytes: number): boolean =>
  bytes > 0 && bytes <= mostMs * bytesPerMs && bytes % bytesPerMs === 0
