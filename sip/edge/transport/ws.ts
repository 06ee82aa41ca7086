import { createServer, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { WebSocketServer, type WebSocket } from 'ws'
import { ConnectionHop, Connections } from './connection-hop.ts'
import type { Place, Receiver } from './hop.ts'
import { listen } from './tcp.ts'

export type WsTransport = {
  readonly local: Place
  readonly connections: Connections
  stop(): Promise<void>
}

/** Certificate chain and key, PEM. */
export type Tls = { readonly cert: string; readonly key: string }

/**
 * Listens for browsers, RFC 7118: one SIP message per WebSocket message; WSS when there is a certificate. Rejects when
 * the port is taken.
 */
export async function startWs(place: Place, receive: Receiver, tls?: Tls): Promise<WsTransport> {
  const refuse = (_request: unknown, response: ServerResponse) => response.writeHead(426).end()
  const http = tls ? createTlsServer(tls, refuse) : createServer(refuse)
  const transport = tls ? 'wss' : 'ws'
  await listen(http, place)
  const bound = http.address()
  const port = typeof bound === 'object' && bound ? bound.port : place.port
  const local = { address: place.address, port }
  const connections = new Connections()
  const server = new WebSocketServer({
    server: http,
    maxPayload: 128 * 1024,
    handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false),
  })
  const heartbeat = setInterval(() => checkAll(server.clients), HEARTBEAT_MS)
  server.on('connection', (socket, request) => {
    const { remoteAddress, remotePort } = request.socket
    if (socket.protocol === 'sip' && remoteAddress && remotePort)
      connections.add(
        serve(socket, { transport, address: remoteAddress, port: remotePort, local }, receive),
      )
    else socket.close(1002, 'subprotocol sip is required')
  })
  return {
    local,
    connections,
    stop: () =>
      new Promise((resolve) => {
        clearInterval(heartbeat)
        for (const socket of server.clients) socket.terminate()
        server.close()
        http.close(() => resolve())
      }),
  }
}

/** A laptop that went to sleep closes nothing: whoever misses a whole heartbeat is gone. */
const HEARTBEAT_MS = 20_000
const silent = new WeakSet<WebSocket>()

function checkAll(sockets: Iterable<WebSocket>): void {
  for (const socket of sockets) {
    if (silent.has(socket)) socket.terminate()
    silent.add(socket)
    socket.ping()
  }
}

function serve(
  socket: WebSocket,
  ends: ConstructorParameters<typeof ConnectionHop>[0],
  receive: Receiver,
): ConnectionHop {
  const hop = new ConnectionHop(ends, (message) => {
    socket.send(Buffer.from(message, 'latin1'), { binary: false })
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => hop.end())
  socket.on('pong', () => silent.delete(socket))
  socket.on('message', (data) => {
    const text = Buffer.isBuffer(data) ? data.toString('latin1') : ''
    if (text === '\r\n\r\n') socket.send('\r\n')
    else if (text.trim()) receive(text, hop)
  })
  return hop
}
