import { keepPace } from './pace.ts'
import { openSockets, portsOf } from './udp-sockets.ts'

/** Far longer than a run; `close` ends it. */
const limitSeconds = 600

/** The least that any media engine on `dgram` could cost: receive and drop, and send a buffer on time. */
export async function openBareSockets(phonePorts: readonly number[]): Promise<{
  readonly ports: readonly number[]
  close(): Promise<void>
}> {
  const sockets = await openSockets(phonePorts.length)
  for (const socket of sockets) socket.on('message', () => undefined)
  const packet = new Uint8Array(172)
  const pace = keepPace(sockets.length, limitSeconds, (n) =>
    sockets[n]?.send(packet, phonePorts[n], '127.0.0.1'),
  )
  const close = async () => {
    pace.stop()
    await Promise.all(sockets.map((socket) => new Promise<void>((end) => socket.close(end))))
  }
  return { ports: portsOf(sockets), close }
}
