import { once } from 'node:events'
import type { Heard } from './phone-crowd.ts'
import { keepPace } from './pace.ts'
import { quantile } from './quantile.ts'
import { rtpPacket, stamp } from './rtp-packet.ts'
import { openSockets, portsOf } from './udp-sockets.ts'

// The process of `phone-crowd.ts`: `udp-phones.ts PHONES SECONDS`. Each phone sends 172 bytes of RTP every 20 ms.

const [phones = 0, seconds = 0] = process.argv.slice(2).map(Number)
process.on('disconnect', () => process.exit())
const sockets = await openSockets(phones)
process.send?.(portsOf(sockets))
// The boundary: the parent's one message is the list of ports.
const [to] = (await once(process, 'message')) as [readonly number[]]

const gapsMs: number[] = []
let [received, sent] = [0, 0]
for (const socket of sockets) {
  let last: number | undefined
  socket.on('message', () => {
    const now = performance.now()
    received++
    if (last !== undefined) gapsMs.push(now - last)
    last = now
  })
}
const packets = sockets.map((_, n) => rtpPacket(n + 1))

keepPace(
  phones,
  seconds,
  (n, tick) => {
    const packet = packets[n]
    if (!packet) return
    sockets[n]?.send(stamp(packet, tick), to[n], '127.0.0.1')
    sent++
  },
  () => process.send?.({ received, sent, gapP99Ms: quantile(gapsMs, 0.99) } satisfies Heard),
)
