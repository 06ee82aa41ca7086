import { keepPace } from './pace.ts'
import type { SoundOrder } from './phone-sound.ts'
import { rtpPacket, stamp } from './rtp-packet.ts'
import { openSockets, portsOf } from './udp-sockets.ts'

// The process of `phone-sound.ts`: `sound-process.ts PHONES`. A phone in a call sends 172 bytes of RTP every 20 ms.

/** Longer than any benchmark. */
const mostSeconds = 3_600

const phones = Number(process.argv[2])
process.on('disconnect', () => process.exit())
const sockets = await openSockets(phones)
const packets = sockets.map((_, n) => rtpPacket(n + 1))
const to: number[] = []
// The boundary: `phone-sound.ts` sends nothing else.
process.on('message', (order) => {
  const { phone, port } = order as SoundOrder
  to[phone] = port
})
process.send?.(portsOf(sockets))

keepPace(phones, mostSeconds, (n, tick) => {
  const [packet, port] = [packets[n], to[n]]
  if (packet && port) sockets[n]?.send(stamp(packet, tick), port, '127.0.0.1')
})
