import { createServer, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import type { TransportAddress } from '../hop.ts'
import { ConnectionHop } from './connection-hop.ts'
import { Connections } from './connections.ts'
import type { Ingress } from './ingress.ts'
import { listen, placeOfServer } from './stream.ts'
import type { TlsPair } from './tls.ts'

export type WsTransport = {
  readonly local: TransportAddress
  readonly connections: Connections
  /** Whoever connects from now on sees the new certificate; nothing happens without one. */
  renew(pair: TlsPair): void
  stop(): Promise<void>
}

/**
 * Listens for browsers, RFC 7118: one SIP message per WebSocket message; WSS when there is a certificate. Rejects when
 * the port is taken.
 */
export async function startWs(
  place: TransportAddress,
  ingress: Ingress,
  pair?: TlsPair,
): Promise<WsTransport> {
  const { gate, guard, limits } = ingress
  const transport = pair ? 'wss' : 'ws'
  const http = createHttp(limits.handshakeMs, pair)
  await listen(http, place)
  const local = placeOfServer(http, place)
  http.on('connection', (socket: Socket) => gate.admit(socket, transport))
  const connections = new Connections()
  const server = new WebSocketServer({
    server: http,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false),
    verifyClient: ({ origin, req }: { origin?: string; req: { socket: Socket } }, done) =>
      done(guard.acceptsOrigin(origin, req.socket.remoteAddress ?? ''), 403),
  })
  server.on('connection', (socket, request) => {
    const { remoteAddress: address, remotePort: port } = request.socket
    if (socket.protocol === 'sip' && address && port)
      connections.add(serve(socket, { transport, address, port, local }, ingress))
    else socket.close(1002, 'subprotocol sip is required')
  })
  return {
    local,
    connections,
    renew: (pair) => {
      if ('setSecureContext' in http) http.setSecureContext({ ...pair, minVersion: 'TLSv1.2' })
    },
    stop: () =>
      new Promise((resolve) => {
        connections.cutAll()
        server.close()
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
}

/** Only the upgrade is served; whoever dawdles over it is cut off. */
function createHttp(
  handshakeMs: number,
  pair?: TlsPair,
): ReturnType<typeof createServer> | TlsServer {
  const refuse = (_request: unknown, response: ServerResponse) => response.writeHead(426).end()
  const pace = {
    headersTimeout: handshakeMs,
    requestTimeout: handshakeMs,
    connectionsCheckingInterval: Math.min(handshakeMs, 5000),
    maxHeaderSize: 8 * 1024,
    noDelay: true,
  }
  return pair
    ? createTlsServer(
        { ...pair, ...pace, minVersion: 'TLSv1.2', handshakeTimeout: handshakeMs },
        refuse,
      )
    : createServer(pace, refuse)
}

function serve(
  socket: WebSocket,
  ends: ConstructorParameters<typeof ConnectionHop>[0],
  ingress: Ingress,
): ConnectionHop {
  let isSilent = false
  const hop = new ConnectionHop(
    ends,
    {
      write: (message) => {
        socket.send(Buffer.from(message, 'latin1'), { binary: false })
        return socket.bufferedAmount
      },
      cut: () => socket.terminate(),
      // A laptop that went to sleep closes nothing: whoever misses a whole heartbeat is gone.
      beat: () => {
        if (isSilent) socket.terminate()
        else socket.ping()
        isSilent = true
      },
    },
    ingress,
  )
  socket.on('error', () => socket.terminate())
  socket.on('close', () => hop.end())
  socket.on('pong', () => {
    isSilent = false
  })
  socket.on('message', (data) => {
    hop.rest()
    const text = Buffer.isBuffer(data) ? data.toString('latin1') : ''
    if (text === '\r\n\r\n') hop.send('\r\n')
    else if (text.trim() && ingress.guard.acceptsMessage(hop.transport, hop.address))
      ingress.receive(text, hop)
  })
  return hop
}
