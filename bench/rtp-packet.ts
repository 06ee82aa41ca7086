/** RFC 3550 section 5.1: version 2, payload type 0 (PCMU), 20 ms; the sound is as good as silent. */
export function rtpPacket(source: number): Buffer {
  const packet = Buffer.alloc(172, 0x7e)
  packet[0] = 0x80
  packet[1] = 0
  packet.writeUInt32BE(source, 8)
  return packet
}

/** Makes it the packet of this tick of 20 ms. */
export function stamp(packet: Buffer, tick: number): Buffer {
  packet.writeUInt16BE(tick & 0xffff, 2)
  packet.writeUInt32BE((tick * 160) >>> 0, 4)
  return packet
}
