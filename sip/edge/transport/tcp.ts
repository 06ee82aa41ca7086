import { connect, createServer, isIP, type Server, type Socket } from 'node:net'
import { ConnectionHop, Connections } from './connection-hop.ts'
import type { Hop, Place, Receiver } from './hop.ts'
import { createStreamSplitter } from './stream-splitter.ts'

export type TcpTransport = {
  readonly local: Place
  readonly connections: Connections
  /** The open connection to that far end, or a new one. */
  hopTo(host: string, port: number): Hop
  stop(): Promise<void>
}

/** Listens; rejects when the port is taken. */
export async function startTcp(place: Place, receive: Receiver): Promise<TcpTransport> {
  const sockets = new Set<Socket>()
  const connections = new Connections()
  const server = createServer({ noDelay: true, keepAlive: true })
  await listen(server, place)
  const bound = server.address()
  const port = typeof bound === 'object' && bound ? bound.port : place.port
  const local = { address: place.address, port }

  const serve = (socket: Socket, address: string, port: number): ConnectionHop => {
    const hop = new ConnectionHop({ transport: 'tcp', address, port, local }, (message) => {
      socket.write(message, 'latin1')
    })
    sockets.add(socket)
    connections.add(hop)
    read(socket, hop, receive)
    socket.on('close', () => {
      sockets.delete(socket)
      hop.end()
    })
    return hop
  }
  server.on('connection', (socket) => {
    const { remoteAddress, remotePort } = socket
    if (remoteAddress && remotePort) serve(socket, remoteAddress, remotePort)
    else socket.destroy()
  })

  return {
    local,
    connections,
    hopTo: (host, port) =>
      connections.to(host, port) ?? serve(dial(host, port, place.address), host, port),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Rejects with the listener's error; afterwards errors of the listener are harmless accept failures. */
export function listen(server: Server, place: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(place.port, place.address, () => {
      server.removeListener('error', reject)
      server.on('error', () => undefined)
      resolve()
    })
  })
}

/** RFC 3261 section 18.1.1: a peer that doesn't accept within a few seconds is as good as gone. */
const DIAL_LIMIT_MS = 4000

function dial(host: string, port: number, localAddress: string): Socket {
  const isSameFamily = isIP(localAddress) === 6 || !host.includes(':')
  const socket = connect({ host, port, noDelay: true, ...(isSameFamily ? { localAddress } : {}) })
  socket.setTimeout(DIAL_LIMIT_MS, () => socket.destroy())
  socket.once('connect', () => socket.setTimeout(0))
  return socket
}

function read(socket: Socket, hop: ConnectionHop, receive: Receiver): void {
  socket.setEncoding('latin1')
  socket.on('error', () => socket.destroy())
  const splitter = createStreamSplitter(
    (text) => receive(text, hop),
    () => socket.write('\r\n'),
  )
  socket.on('data', (chunk) => {
    if (!splitter.take(String(chunk))) socket.destroy()
  })
}
