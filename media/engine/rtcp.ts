import { packets } from 'rtp.js'
import type { RtpStream } from './rtp-stream.ts'

/** Seconds between 1900, where NTP counts from, and 1970. */
const ntpEpochSeconds = 2_208_988_800
/** The SDES item for a source's lasting name, RFC 3550 section 6.5.1. */
const cname = 1

/** A sender report with the source's name, RFC 3550 sections 6.4.1 and 6.5; `at` is ms since 1970. */
export function senderReport(stream: RtpStream, name: string, at: number): Uint8Array {
  const report = new packets.SenderReportPacket()
  report.setSsrc(stream.ssrc)
  report.setNtpSeconds(Math.floor(at / 1000) + ntpEpochSeconds)
  report.setNtpFraction(Math.floor(((at % 1000) / 1000) * 2 ** 32))
  report.setRtpTimestamp(stream.timestamp)
  report.setPacketCount(stream.packets >>> 0)
  report.setOctetCount(stream.octets >>> 0)
  const chunk = new packets.SdesChunk()
  chunk.setSsrc(stream.ssrc)
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- rtp.js keeps its enum to itself
  chunk.addItem(cname, name)
  const description = new packets.SdesPacket()
  description.addChunk(chunk)
  const compound = new packets.CompoundPacket()
  compound.addPacket(report)
  compound.addPacket(description)
  const bytes = new Uint8Array(compound.getByteLength())
  compound.serialize(bytes.buffer)
  return bytes
}
