import type { Guard } from '../guard/guard.ts'
import type { Place, Receiver } from './hop.ts'
import { startTcp, type TcpTransport } from './tcp.ts'
import { startUdp, type UdpTransport } from './udp.ts'
import { startWs, type Tls, type WsTransport } from './ws.ts'

export type Transports = {
  readonly udp: UdpTransport
  readonly tcp: TcpTransport
  readonly ws: WsTransport
  stop(): Promise<void>
}

export type TransportOptions = {
  readonly host: string
  /** UDP and TCP share it; 0 takes one that is free for both. */
  readonly sipPort: number
  readonly wsPort: number
  readonly guard: Guard
  /** Browsers connect by WSS. */
  readonly tls?: Tls
}

/** With any free UDP port, how often to look for one that TCP has free too. */
const ATTEMPTS = 10

/** Opens all three, or none. Rejects with a ListenError. */
export async function startTransports(
  { host, sipPort, wsPort, tls }: TransportOptions,
  receive: Receiver,
): Promise<Transports> {
  const ws = await opening('ws', { address: host, port: wsPort }, (place) =>
    startWs(place, receive, tls),
  )
  try {
    const { udp, tcp } = await startPair({ address: host, port: sipPort }, receive)
    const stop = async () => {
      await Promise.all([udp.stop(), tcp.stop(), ws.stop()])
    }
    return { udp, tcp, ws, stop }
  } catch (error) {
    await ws.stop()
    throw error
  }
}

async function startPair(place: Place, receive: Receiver, attempt = 1) {
  const udp = await opening('udp', place, (place) => startUdp(place, receive))
  try {
    const tcp = await opening('tcp', udp.local, (place) => startTcp(place, receive))
    return { udp, tcp }
  } catch (error) {
    await udp.stop()
    if (place.port !== 0 || attempt === ATTEMPTS) throw error
    return startPair(place, receive, attempt + 1)
  }
}

/** A port that could not be opened. `code` is the system's, such as EADDRINUSE. */
export class ListenError extends Error {
  readonly code: string
  readonly address: string
  readonly port: number

  constructor(transport: string, { address, port }: Place, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`cannot listen on ${transport} ${address}:${port}: ${reason}`, { cause })
    this.name = 'ListenError'
    const isSystemError = cause instanceof Error && 'code' in cause
    this.code = isSystemError ? String(cause.code) : ''
    this.address = address
    this.port = port
  }
}

/** Runs a start; rejects with a ListenError when it fails. */
export async function opening<Started>(
  transport: string,
  place: Place,
  start: (place: Place) => Promise<Started>,
): Promise<Started> {
  try {
    return await start(place)
  } catch (cause) {
    throw new ListenError(transport, place, cause)
  }
}
