import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

/** So many sockets on loopback. An address needs no look-up, which `dgram` otherwise does for every packet. */
export async function openSockets(count: number): Promise<readonly Socket[]> {
  const sockets = Array.from({ length: count }, () =>
    createSocket({ type: 'udp4', lookup: (address, _, found) => found(null, address, 4) }),
  )
  for (const socket of sockets) {
    // With such a look-up the socket may listen before `bind` returns.
    const listening = once(socket, 'listening')
    socket.bind(0, '127.0.0.1')
    await listening
  }
  return sockets
}

export const portsOf = (sockets: readonly Socket[]): readonly number[] =>
  sockets.map((socket) => socket.address().port)
