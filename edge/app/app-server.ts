import { createServer, type Socket } from 'node:net'
import type { TransportAddress } from '../hop.ts'
import { listen } from '../transport/stream.ts'
import { opening } from '../transport/transports.ts'
import { serveApp } from './app-connection.ts'
import type { AppOptions } from './apps.ts'
import type { EdgeContext } from './edge-context.ts'

type AppServer = {
  readonly port: number
  /** Resolves when every application's calls have been let go. */
  stop(): Promise<void>
}

/** Listens for applications; rejects with a ListenError when the port is taken. */
export async function startAppServer(
  edge: EdgeContext,
  place: TransportAddress,
  options: AppOptions,
): Promise<AppServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serveApp(edge, socket, options)
  })
  await opening('application tcp', place, (place) => listen(server, place))
  const bound = server.address()
  return {
    port: typeof bound === 'object' && bound ? bound.port : place.port,
    stop: async () => {
      edge.apps.isClosing = true
      for (const app of edge.apps.resumable.values()) app.giveUp()
      // The server counts a connection as gone before its socket says `close`, where its calls are hung up.
      const gone = [...sockets, server].map(
        (each) => new Promise((resolve) => each.once('close', resolve)),
      )
      server.close()
      for (const socket of sockets) socket.destroy()
      await Promise.all(gone)
    },
  }
}
