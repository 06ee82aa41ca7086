/*
 * RTCP, RFC 3550 section 6: several packets in one datagram, or a single one of any kind (RFC 5506).
 *
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |V=2|P|  count  | PT 200 to 203 |   length in 32-bit words - 1  |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                        SSRC of the sender                     |
 *  +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 *  |  SR only: NTP time (8), RTP time, packets, octets (4 each)    |
 *  +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 *  |                      SSRC of a source                         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  | fraction lost |       cumulative number of packets lost       |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |           extended highest sequence number received           |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                      interarrival jitter                      |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                 last SR: the middle of its NTP time           |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |               delay since last SR, in 1/65536 s               |
 *  +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 */

const [senderType, receiverType, descriptionType, byeType] = [200, 201, 202, 203]
const [headBytes, senderBytes, blockBytes] = [8, 20, 24]
/** The SDES item for a source's lasting name, RFC 3550 section 6.5.1. */
const cname = 1
const longestName = 255
/** Seconds between 1900, where NTP counts from, and 1970. */
const ntpEpochSeconds = 2_208_988_800

/** How one source's packets reached whoever reports; units as on the wire. */
export type ReceptionBlock = {
  readonly ssrc: number
  /** Of 256, since the last report. */
  readonly fractionLost: number
  readonly lost: number
  readonly highest: number
  readonly jitter: number
  readonly lastReport: number
  readonly delay: number
}

/** What one SR says of its sender; `ntpMiddle` names it in later reports. */
export type SenderInfo = {
  readonly ssrc: number
  readonly ntpMiddle: number
  readonly timestamp: number
  readonly packets: number
  readonly octets: number
}

/** Called for each part of a datagram. */
type ControlListener = {
  readonly sent: (info: SenderInfo) => void
  readonly reception: (block: ReceptionBlock) => void
  readonly bye: (ssrc: number) => void
}

/** Reads what is whole, in order; false where it is no RTCP or breaks off. */
export function readControl(bytes: Uint8Array, listener: ControlListener): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at + 4 <= view.byteLength) {
    const end = at + 4 + view.getUint16(at + 2) * 4
    if (view.getUint8(at) >> 6 !== 2 || end > view.byteLength) return false
    readOne(view, at, end, listener)
    at = end
  }
  return at > 0 && at === view.byteLength
}

function readOne(view: DataView, at: number, end: number, listener: ControlListener): void {
  const count = view.getUint8(at) & 0x1f
  const type = view.getUint8(at + 1)
  if (type === byeType) {
    for (let n = 0; n < count && at + 8 + n * 4 <= end; n++)
      listener.bye(view.getUint32(at + 4 + n * 4))
    return
  }
  if (type !== senderType && type !== receiverType) return
  let block = at + headBytes
  if (type === senderType) {
    if (block + senderBytes > end) return
    listener.sent({
      ssrc: view.getUint32(at + 4),
      ntpMiddle: view.getUint32(block + 2),
      timestamp: view.getUint32(block + 8),
      packets: view.getUint32(block + 12),
      octets: view.getUint32(block + 16),
    })
    block += senderBytes
  }
  for (let n = 0; n < count && block + blockBytes <= end; n++, block += blockBytes)
    listener.reception({
      ssrc: view.getUint32(block),
      fractionLost: view.getUint8(block + 4),
      lost: (view.getInt32(block + 4) << 8) >> 8,
      highest: view.getUint32(block + 8),
      jitter: view.getUint32(block + 12),
      lastReport: view.getUint32(block + 16),
      delay: view.getUint32(block + 20),
    })
}

/** What the leg has sent so far, as an SR tells it. */
export type Sent = {
  readonly ssrc: number
  /** RTP time of now. */
  readonly timestamp: number
  readonly packets: number
  readonly octets: number
}

/**
 * An SR, or an RR where nothing has been sent, with the source's name (sections 6.4 and 6.5). `wall` is ms since 1970;
 * without a block nothing was received.
 */
export function writeControl(
  sent: Sent,
  block: ReceptionBlock | undefined,
  name: string,
  wall: number,
): Uint8Array {
  const isSender = sent.packets > 0
  const reportBytes = headBytes + (isSender ? senderBytes : 0) + (block ? blockBytes : 0)
  const text = new TextEncoder().encode(name).subarray(0, longestName)
  // The list of items ends with at least one zero, at a whole word.
  const descriptionBytes = headBytes + (Math.floor((2 + text.length) / 4) + 1) * 4
  const bytes = new Uint8Array(reportBytes + descriptionBytes)
  const view = new DataView(bytes.buffer)
  writeHead(view, 0, isSender ? senderType : receiverType, block ? 1 : 0, reportBytes)
  view.setUint32(4, sent.ssrc)
  if (isSender) writeSender(view, headBytes, sent, wall)
  if (block) writeBlock(view, reportBytes - blockBytes, block)
  writeHead(view, reportBytes, descriptionType, 1, descriptionBytes)
  view.setUint32(reportBytes + 4, sent.ssrc)
  bytes[reportBytes + 8] = cname
  bytes[reportBytes + 9] = text.length
  bytes.set(text, reportBytes + 10)
  return bytes
}

function writeHead(view: DataView, at: number, type: number, count: number, bytes: number): void {
  view.setUint8(at, 0x80 | count)
  view.setUint8(at + 1, type)
  view.setUint16(at + 2, bytes / 4 - 1)
}

function writeSender(view: DataView, at: number, sent: Sent, wall: number): void {
  view.setUint32(at, (Math.floor(wall / 1000) + ntpEpochSeconds) >>> 0)
  view.setUint32(at + 4, Math.floor(((wall % 1000) / 1000) * 2 ** 32))
  view.setUint32(at + 8, sent.timestamp)
  view.setUint32(at + 12, sent.packets >>> 0)
  view.setUint32(at + 16, sent.octets >>> 0)
}

function writeBlock(view: DataView, at: number, block: ReceptionBlock): void {
  view.setUint32(at, block.ssrc)
  const lost = Math.max(-0x80_0000, Math.min(0x7f_ffff, block.lost))
  view.setUint32(at + 4, ((block.fractionLost << 24) | (lost & 0xff_ffff)) >>> 0)
  view.setUint32(at + 8, block.highest)
  view.setUint32(at + 12, block.jitter)
  view.setUint32(at + 16, block.lastReport)
  view.setUint32(at + 20, block.delay)
}

/** The middle 32 bits of the NTP time: what LSR and DLSR count in, 1/65536 s. */
export const ntpMiddleOf = (wall: number): number =>
  ((((Math.floor(wall / 1000) + ntpEpochSeconds) * 65_536) % 2 ** 32) +
    Math.floor(((wall % 1000) / 1000) * 65_536)) >>>
  0
