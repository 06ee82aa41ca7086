import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { createImpairment, type Impairments } from './impairment.ts'

export type Relay = {
  /** Where the phone sends in place of the room. */
  readonly port: number
  /** Packets of the phone that never reach the room. */
  readonly dropped: () => number
  readonly close: () => void
}

/**
 * A bad network on loopback, between a phone and one port of the media room. What the phone sends is impaired; what the
 * room sends back comes whole, to where the phone sends from; whoever else sends is none of the two. The room sees the relay's port, as it would a NAT's.
 */
export async function openRelay(room: number, how: Impairments): Promise<Relay> {
  const socket = createSocket('udp4')
  const arrive = createImpairment(how)
  const waiting = new Set<NodeJS.Timeout>()
  let phone: RemoteInfo | undefined
  let dropped = 0
  const pass = (packet: Buffer) => {
    const copies = arrive()
    if (copies.length === 0) dropped++
    for (const ms of copies) {
      const timer = setTimeout(() => {
        waiting.delete(timer)
        socket.send(packet, room, '127.0.0.1')
      }, ms)
      waiting.add(timer)
    }
  }
  socket.on('message', (packet, from) => {
    if (from.port === room) {
      if (phone !== undefined) socket.send(packet, phone.port, phone.address)
    } else if (phone === undefined || phone.port === from.port) {
      phone = from
      pass(Buffer.from(packet))
    }
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    port: socket.address().port,
    dropped: () => dropped,
    close() {
      for (const timer of waiting) clearTimeout(timer)
      socket.close()
    },
  }
}
