/*
 * A page of an Ogg stream, RFC 3533 section 6; numbers are little endian.
 *
 *   0 "OggS"   4 version 0   5 flags   6 granule position, 8 bytes   14 serial   18 sequence   22 CRC
 *  26 how many segments follow   27 a length for each   then the segments
 *
 * A packet is a run of segments of 255 bytes and a shorter one; here none goes on in a further page.
 */

const headerBytes = 27
const mostSegments = 255
const flagFirst = 2
const flagLast = 4

export type Page = {
  /** Samples at 48 kHz up to the end of the page, RFC 7845 section 4. */
  readonly granule: number
  readonly serial: number
  readonly sequence: number
  readonly isFirst: boolean
  readonly isLast: boolean
}

/** The packets must fit into 255 segments. */
export function encodePage(page: Page, packets: readonly Uint8Array[]): Uint8Array {
  const lengths = packets.flatMap(({ length }) => [
    ...new Array<number>(Math.floor(length / 255)).fill(255),
    length % 255,
  ])
  if (lengths.length > mostSegments) throw new RangeError('too many packets for one page')
  const bytes = Buffer.concat([Buffer.alloc(headerBytes), Uint8Array.from(lengths), ...packets])
  bytes.write('OggS', 0, 'latin1')
  bytes[5] = (page.isFirst ? flagFirst : 0) | (page.isLast ? flagLast : 0)
  bytes.writeBigUInt64LE(BigInt(page.granule), 6)
  bytes.writeUInt32LE(page.serial, 14)
  bytes.writeUInt32LE(page.sequence, 18)
  bytes[26] = lengths.length
  bytes.writeUInt32LE(crcOf(bytes), 22)
  return bytes
}

/** The page at `at` and where it ends; undefined where no whole one stands. */
export function decodePage(bytes: Buffer, at: number): (Page & { end: number }) | undefined {
  if (at + headerBytes > bytes.length || bytes.toString('latin1', at, at + 4) !== 'OggS')
    return undefined
  const segments = bytes[at + 26] ?? 0
  const content = at + headerBytes + segments
  const lengths = bytes.subarray(at + headerBytes, content)
  const end = lengths.reduce((sum, length) => sum + length, content)
  if (end > bytes.length) return undefined
  const page = Buffer.from(bytes.subarray(at, end))
  page.writeUInt32LE(0, 22)
  if (crcOf(page) !== bytes.readUInt32LE(at + 22)) return undefined
  const flags = page[5] ?? 0
  return {
    granule: Number(page.readBigUInt64LE(6)),
    serial: page.readUInt32LE(14),
    sequence: page.readUInt32LE(18),
    isFirst: (flags & flagFirst) !== 0,
    isLast: (flags & flagLast) !== 0,
    end,
  }
}

/** Polynomial 0x04c11db7, nothing reflected, from 0; the page's own field counts as zero. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = (crc << 8) ^ (crcTable[(crc >>> 24) ^ byte] ?? 0)
  return crc >>> 0
}

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  return crc
})
