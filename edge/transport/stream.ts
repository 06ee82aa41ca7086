import type { Server, Socket } from 'node:net'
import type { Hop, TransportAddress } from '../hop.ts'
import { responseText } from '../message/response-text.ts'
import { scanMessage } from '../message/scan.ts'
import { makeToken } from '../message/token.ts'
import { parseHostPort } from '../message/uri.ts'
import { type ConnectionEnds, ConnectionHop } from './connection-hop.ts'
import type { Connections } from './connections.ts'
import type { Ingress } from './ingress.ts'
import { createStreamSplitter } from './stream-splitter.ts'

/** SIP over connections that are streams of bytes: TCP and TLS. */
export type StreamTransport = {
  readonly local: TransportAddress
  readonly connections: Connections
  /** The open connection to that address, or a new one. */
  hopTo(address: string, port: number, options?: DialOptions): Hop
  stop(): Promise<void>
}

type DialOptions = {
  /** The host name that led there. */
  readonly name?: string
  /** For so long is waited until it is connected; 4 s when not given. */
  readonly limitMs?: number
}

/** Rejects with the listener's error; afterwards errors of the listener are harmless accept failures. */
export function listen(server: Server, place: TransportAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(place.port, place.address, () => {
      server.removeListener('error', reject)
      server.on('error', () => undefined)
      resolve()
    })
  })
}

/** Where it really listens: port 0 takes any. */
export function placeOfServer(
  server: Server,
  { address, port }: TransportAddress,
): TransportAddress {
  const bound = server.address()
  return { address, port: typeof bound === 'object' && bound ? bound.port : port }
}

/** RFC 3261 section 18.1.1: a peer that doesn't accept within a few seconds is as good as gone. */
const dialLimitMs = 4000

/** Ends a socket that was dialled and is not connected in time. */
export function limitDial(
  socket: Socket,
  connected: 'connect' | 'secureConnect',
  limitMs = dialLimitMs,
): void {
  socket.setTimeout(limitMs, () => socket.destroy())
  socket.once(connected, () => socket.setTimeout(0))
}

/** Serves a connection, accepted or dialled, until it ends. */
export function serveStream(
  socket: Socket,
  ends: ConnectionEnds,
  ingress: Ingress,
  { connections, name }: { connections: Connections; name?: string | undefined },
): ConnectionHop {
  const wire = {
    write: (message: string) => {
      socket.write(message, 'latin1')
      return socket.writableLength
    },
    cut: () => socket.destroy(),
    finish: () => {
      socket.pause()
      socket.destroySoon()
    },
  }
  const hop = new ConnectionHop(ends, wire, ingress)
  connections.add(hop, name)
  socket.on('error', () => socket.destroy())
  socket.on('close', () => hop.end())
  socket.setEncoding('latin1')
  socket.on('data', createReader(hop, connections, ingress))
  return hop
}

function createReader(
  hop: ConnectionHop,
  connections: Connections,
  ingress: Ingress,
): (chunk: string | Buffer) => void {
  const { limits, guard, receive } = ingress
  const splitter = createStreamSplitter(limits, {
    onMessage: (text) => {
      if (!guard.acceptsMessage(hop.transport, hop.address)) return
      const port = hop.transport === 'tcp' ? aliasOf(text) : undefined
      if (port) connections.alias(hop, port)
      receive(text, hop)
    },
    onPing: () => hop.send('\r\n'),
    onTooLong: (head) => {
      if (ingress.sawFault('a message that is too long', hop) && head) refuseTooLong(head, hop)
    },
  })
  let isInside = false
  return (chunk) => {
    const progress = splitter.take(String(chunk))
    if (progress === 'broken') hop.cut('a stream without lengths')
    else if (progress === 'too long') hop.finish()
    else if (progress === 'whole') hop.rest()
    else if (!isInside) hop.begin()
    isInside = progress === 'unfinished'
  }
}

/**
 * RFC 5923 section 4: the sender accepts requests to its port over this connection. Over TLS this would want a
 * certificate of the client; over TCP it says no more than an address says anyway.
 */
function aliasOf(text: string): number | undefined {
  if (!text.includes(';alias')) return undefined
  const [, sentBy] =
    /\r\n(?:via|v)[ \t]*:[ \t]*SIP\/2\.0\/TCP[ \t]+([^\s;,]+)[^,\r]*;alias[;,\s]/i.exec(text) ?? []
  return sentBy ? parseHostPort(sentBy)?.port || 5060 : undefined
}

/** RFC 3261 section 21.5.14. An ACK and a response get no answer. */
function refuseTooLong(head: string, hop: Hop): void {
  const message = scanMessage(`${head}\r\n`)
  if (!message || /^(ACK |SIP\/)/i.test(message.start)) return
  const plan = { status: 513, reason: 'Message Too Large', toTag: makeToken(13), local: hop.local }
  hop.send(responseText(message, plan))
}
