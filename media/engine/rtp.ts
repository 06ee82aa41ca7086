/*
 * RTP, RFC 3550 section 5.1.
 *
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                           timestamp                           |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                             SSRC                              |
 *  +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 *  |                      CSRC, CC times 32 bits                   |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  | X: profile's 16 bits          | length in 32-bit words        |
 *  |                      header extension                         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                          payload                 ...  padding |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */

export const headerBytes = 12

export type RtpHeader = {
  readonly marker: boolean
  readonly payloadType: number
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
}

/** A received packet; its payload is `bytes.subarray(payloadStart, payloadEnd)`. */
export type RtpPacket = RtpHeader & { readonly payloadStart: number; readonly payloadEnd: number }

const byteAt = (bytes: Uint8Array, offset: number): number => bytes[offset] ?? 0

const wordAt = (bytes: Uint8Array, offset: number): number =>
  (byteAt(bytes, offset) << 8) | byteAt(bytes, offset + 1)

const longAt = (bytes: Uint8Array, offset: number): number =>
  ((wordAt(bytes, offset) << 16) | wordAt(bytes, offset + 2)) >>> 0

/** A packet to read into again and again. */
export const createPacket = (): { -readonly [Field in keyof RtpPacket]: RtpPacket[Field] } => ({
  marker: false,
  payloadType: 0,
  sequence: 0,
  timestamp: 0,
  ssrc: 0,
  payloadStart: 0,
  payloadEnd: 0,
})

/** Reads into `packet` and gives it; undefined for anything that is not a whole RTP packet. */
export function parseRtp(bytes: Uint8Array, packet = createPacket()): RtpPacket | undefined {
  const first = byteAt(bytes, 0)
  if (bytes.length < headerBytes || first >> 6 !== 2) return undefined
  let payloadStart = headerBytes + (first & 0x0f) * 4
  if ((first & 0x10) !== 0) {
    if (payloadStart + 4 > bytes.length) return undefined
    payloadStart += 4 + wordAt(bytes, payloadStart + 2) * 4
  }
  const padding = (first & 0x20) === 0 ? 0 : byteAt(bytes, bytes.length - 1)
  const payloadEnd = bytes.length - padding
  if (payloadStart > payloadEnd || ((first & 0x20) !== 0 && padding === 0)) return undefined
  packet.marker = (byteAt(bytes, 1) & 0x80) !== 0
  packet.payloadType = byteAt(bytes, 1) & 0x7f
  packet.sequence = wordAt(bytes, 2)
  packet.timestamp = longAt(bytes, 4)
  packet.ssrc = longAt(bytes, 8)
  packet.payloadStart = payloadStart
  packet.payloadEnd = payloadEnd
  return packet
}

/** RTCP on the RTP port (RFC 5761 section 4): packet types 192 to 223. */
export const isRtcp = (bytes: Uint8Array): boolean =>
  byteAt(bytes, 1) >= 192 && byteAt(bytes, 1) <= 223

/** Writes the 12 bytes before the payload: no padding, no extension, no CSRC. */
export function writeRtpHeader(bytes: Uint8Array, header: RtpHeader): void {
  bytes[0] = 0x80
  bytes[1] = (header.marker ? 0x80 : 0) | header.payloadType
  bytes[2] = header.sequence >>> 8
  bytes[3] = header.sequence
  writeLong(bytes, 4, header.timestamp)
  writeLong(bytes, 8, header.ssrc)
}

function writeLong(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24
  bytes[offset + 1] = value >>> 16
  bytes[offset + 2] = value >>> 8
  bytes[offset + 3] = value
}
