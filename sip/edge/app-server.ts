import { createServer, type Socket } from 'node:net'
import { serveApp, type AppOptions } from './app-connection.ts'
import type { Place } from './hop.ts'
import type { Switchboard } from './switchboard.ts'
import { listen } from './transport-tcp.ts'
import { opening } from './transports.ts'

export type AppServer = { readonly port: number; stop(): Promise<void> }

/** Listens for applications; rejects with a ListenError when the port is taken. */
export async function startAppServer(
  board: Switchboard,
  place: Place,
  options: AppOptions,
): Promise<AppServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serveApp(board, socket, options)
  })
  await opening('application tcp', place, (place) => listen(server, place))
  const bound = server.address()
  return {
    port: typeof bound === 'object' && bound ? bound.port : place.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
