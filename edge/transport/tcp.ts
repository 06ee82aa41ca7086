import { connect, createServer, type Socket } from 'node:net'
import type { TransportAddress } from '../hop.ts'
import { Connections } from './connections.ts'
import type { Ingress } from './ingress.ts'
import { limitDial, listen, placeOfServer, serveStream, type StreamTransport } from './stream.ts'

/** Listens; rejects when the port is taken. */
export async function startTcp(
  place: TransportAddress,
  ingress: Ingress,
): Promise<StreamTransport> {
  const connections = new Connections()
  const server = createServer({ noDelay: true, keepAlive: true })
  await listen(server, place)
  const local = placeOfServer(server, place)
  const serve = (socket: Socket, address: string, port: number) =>
    serveStream(socket, { transport: 'tcp', address, port, local }, ingress, { connections })
  server.on('connection', (socket) => {
    const { remoteAddress = '', remotePort = 0 } = socket
    if (ingress.gate.admit(socket, 'tcp')) serve(socket, remoteAddress, remotePort)
  })
  const dial = (address: string, port: number, limitMs?: number) => {
    const socket = connect({ host: address, port, localAddress: local.address, noDelay: true })
    limitDial(socket, 'connect', limitMs)
    const hop = serve(socket, address, port)
    hop.rest()
    return hop
  }
  return {
    local,
    connections,
    hopTo: (address, port, options) =>
      connections.to(address, port) ?? dial(address, port, options?.limitMs),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        connections.cutAll()
      }),
  }
}
