/** Seals and opens packets of one direction; what comes out is a copy. */
export type Protection = {
  /** `index`: rollover counter and sequence number, RFC 3711 section 3.3.1. */
  sealRtp(packet: Uint8Array, index: number): Buffer
  /** Undefined for a packet that is not genuine. */
  openRtp(packet: Uint8Array, index: number): Buffer | undefined
  sealRtcp(packet: Uint8Array, index: number): Buffer
  openRtcp(packet: Uint8Array, index: number): Buffer | undefined
  /** Of an SRTCP packet, which carries its index; undefined for one that is too short or not encrypted. */
  rtcpIndexOf(packet: Uint8Array): number | undefined
}

/** Header with CSRC and extension (RFC 3550 section 5.1): it stays readable. More than the packet has where it lies. */
export function rtpHeaderBytes(packet: Uint8Array): number {
  const first = packet[0] ?? 0
  const bytes = 12 + (first & 0x0f) * 4
  if ((first & 0x10) === 0) return bytes
  return bytes + 4 + (((packet[bytes + 2] ?? 0) << 8) | (packet[bytes + 3] ?? 0)) * 4
}

/** The first header and the SSRC of the sender. */
export const rtcpHeaderBytes = 8

/*
 * The word behind an SRTCP packet:
 *
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |E|                       SRTCP index                           |   E: encrypted
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
export const indexWordBytes = 4

export function indexWord(index: number): Buffer {
  const word = Buffer.alloc(indexWordBytes)
  word.writeUInt32BE((0x80_00_00_00 | index) >>> 0)
  return word
}

/** Undefined where the packet is not encrypted: we agree on nothing of that kind. */
export function indexIn(packet: Uint8Array, offset: number): number | undefined {
  if (offset < rtcpHeaderBytes) return undefined
  const first = packet[offset] ?? 0
  if ((first & 0x80) === 0) return undefined
  const [, second = 0, third = 0, fourth = 0] = packet.subarray(offset, offset + indexWordBytes)
  return ((first & 0x7f) << 24) | (second << 16) | (third << 8) | fourth
}
