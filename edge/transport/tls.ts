import { isIP, type Socket } from 'node:net'
import { connect, createServer, type PeerCertificate, type TLSSocket } from 'node:tls'
import type { TransportAddress } from '../hop.ts'
import { Connections } from './connections.ts'
import type { Ingress } from './ingress.ts'
import { limitDial, listen, placeOfServer, serveStream, type StreamTransport } from './stream.ts'
import { checkSipIdentity, createTrust, type TlsTrust } from './tls-trust.ts'

/** Certificate chain and key, PEM. */
export type TlsPair = { readonly cert: string; readonly key: string }

export type TlsTransport = StreamTransport & {
  /** Whoever connects from now on sees the new certificate. Throws where the two don't fit. */
  renew(pair: TlsPair): void
}

/** Listens, where there is a certificate, and dials in any case; rejects when the port is taken. */
export async function startTls(
  place: TransportAddress,
  ingress: Ingress,
  trust: TlsTrust,
  pair?: TlsPair,
): Promise<TlsTransport> {
  const connections = new Connections()
  const { gate, limits } = ingress
  const server = createServer({
    ...pair,
    minVersion: 'TLSv1.2',
    handshakeTimeout: limits.handshakeMs,
    noDelay: true,
    keepAlive: true,
  })
  if (pair) await listen(server, place)
  const local = placeOfServer(server, place)
  const serve = (socket: Socket, address: string, port: number, name?: string) =>
    serveStream(socket, { transport: 'tls', address, port, local }, ingress, { connections, name })
  server.on('connection', (socket: Socket) => gate.admit(socket, 'tls'))
  // A handshake that failed, or took too long: Node leaves it to us to hang up.
  server.on('tlsClientError', (_error: Error, socket: TLSSocket) => socket.destroy())
  server.on('secureConnection', (socket: TLSSocket) => {
    const { remoteAddress, remotePort } = socket
    if (remoteAddress && remotePort) serve(socket, remoteAddress, remotePort)
    else socket.destroy()
  })
  const connectTo = createDialler(trust, local.address)
  const dial = (address: string, port: number, name: string) => {
    const hop = serve(connectTo(address, port, name), address, port, nameBeside(address, name))
    hop.rest()
    return hop
  }
  return {
    local,
    connections,
    hopTo: (address, port, { name = address } = {}) =>
      connections.to(address, port, nameBeside(address, name)) ?? dial(address, port, name),
    renew: (pair) => server.setSecureContext({ ...pair, minVersion: 'TLSv1.2' }),
    stop: () =>
      new Promise((resolve) => {
        if (pair) server.close(() => resolve())
        else resolve()
        connections.cutAll()
      }),
  }
}

/** Connects, and believes nobody but the host that was meant. */
function createDialler(trust: TlsTrust, localAddress: string) {
  const secureContext = createTrust(trust)
  return (address: string, port: number, name: string): TLSSocket => {
    // Node's types know no `localAddress` here; it is passed on to the socket below.
    const options = {
      host: address,
      port,
      localAddress,
      secureContext,
      rejectUnauthorized: trust.isStrict,
      checkServerIdentity: (_host: string, certificate: PeerCertificate) =>
        checkSipIdentity(name, certificate),
      ...(isIP(name) ? {} : { servername: name }),
    }
    const socket = connect(options)
    socket.setNoDelay(true)
    limitDial(socket, 'secureConnect')
    return socket
  }
}

const nameBeside = (address: string, name: string): string | undefined =>
  name === address ? undefined : name
