import { isIP } from 'node:net'
import type { Transport, TransportAddress } from '../hop.ts'
import type { Ingress } from './ingress.ts'
import type { OwnEnd } from './own-end.ts'
import type { StreamTransport } from './stream.ts'
import { startTcp } from './tcp.ts'
import type { TlsTrust } from './tls-trust.ts'
import { startTls, type TlsPair, type TlsTransport } from './tls.ts'
import { startUdp, type UdpTransport } from './udp.ts'
import { startWs, type WsTransport } from './ws.ts'

/** What is open at one address. */
export type Listeners = {
  readonly udp: UdpTransport
  readonly tcp: StreamTransport
  readonly tls: TlsTransport
  readonly ws: WsTransport
}

export type Transports = {
  /** One for each family of addresses that we speak; the first is our main one. */
  readonly all: readonly [Listeners, ...Listeners[]]
  /** Those that a neighbour of that address can be reached from; undefined where we don't speak its family. */
  toward(address: string): Listeners | undefined
  readonly ownEnd: OwnEnd
  /** Whether somebody can connect to us by TLS. */
  readonly hasTls: boolean
  /** TCP, TLS and WebSocket. */
  connections(): number
  /** The certificate for whoever connects from now on. Throws where the two don't fit. */
  renew(pair: TlsPair): void
  stop(): Promise<void>
}

type TransportOptions = {
  /** IPv4 or IPv6. */
  readonly host: string
  /** An address of the other family, with the same ports. */
  readonly otherHost?: string | undefined
  /** UDP and TCP share it; 0 takes one that is free for both. */
  readonly sipPort: number
  /** 5061 when not given; open where there is a certificate. */
  readonly tlsPort?: number | undefined
  readonly wsPort: number
  /** SIP over TLS is served, and browsers connect by WSS. */
  readonly tls?: TlsPair | undefined
  /** Of those that we connect to by TLS; strict when not given. */
  readonly trust?: TlsTrust | undefined
}

/** Opens all of them, or none. Rejects with a ListenError. */
export async function startTransports(
  options: TransportOptions,
  ingress: Ingress,
): Promise<Transports> {
  const first = await openListeners(options.host, options, ingress)
  const { otherHost } = options
  const others: Listeners[] = []
  try {
    if (otherHost) others.push(await openListeners(otherHost, options, ingress))
  } catch (error) {
    await closeAll([first])
    throw error
  }
  const all = [first, ...others] as const
  const byFamily = new Map([...all].reverse().map((each) => [isIP(each.udp.local.address), each]))
  return {
    all: [first, ...others],
    toward: (address) => byFamily.get(isIP(address)),
    ownEnd: ingress.ownEnd,
    hasTls: options.tls !== undefined,
    connections: () =>
      all.flatMap(({ tcp, tls, ws }) => [tcp, tls, ws]).reduce(countConnections, 0),
    renew: (pair) => {
      for (const { tls, ws } of all) {
        tls.renew(pair)
        ws.renew(pair)
      }
    },
    stop: async () => {
      ingress.watch.stop()
      await closeAll(all)
    },
  }
}

const countConnections = (sum: number, { connections }: Pick<StreamTransport, 'connections'>) =>
  sum + connections.size

async function closeAll(all: readonly Partial<Listeners>[]): Promise<void> {
  await Promise.all(all.flatMap((each) => Object.values(each).map((one) => one.stop())))
}

/** With any free UDP port, how often to look for one that TCP has free too. */
const attempts = 10

async function openListeners(
  address: string,
  { sipPort, tlsPort = 5061, wsPort, tls: pair, trust = { isStrict: true } }: TransportOptions,
  ingress: Ingress,
): Promise<Listeners> {
  const open: { -readonly [Name in keyof Listeners]?: Listeners[Name] } = {}
  try {
    const at = (port: number): TransportAddress => ({ address, port })
    const ws = (open.ws = await opening('ws', at(wsPort), (place) => startWs(place, ingress, pair)))
    const tls = (open.tls = await opening('tls', at(tlsPort), (place) =>
      startTls(place, ingress, trust, pair),
    ))
    return { ws, tls, ...(await openPair(at(sipPort), ingress)) }
  } catch (error) {
    await closeAll([open])
    throw error
  }
}

async function openPair(
  place: TransportAddress,
  ingress: Ingress,
  attempt = 1,
): Promise<Pick<Listeners, 'udp' | 'tcp'>> {
  const udp = await opening('udp', place, (place) => startUdp(place, ingress))
  try {
    const tcp = await opening('tcp', udp.local, (place) => startTcp(place, ingress))
    return { udp, tcp }
  } catch (error) {
    await udp.stop()
    if (place.port !== 0 || attempt === attempts) throw error
    return openPair(place, ingress, attempt + 1)
  }
}

/** A port that could not be opened. `code` is the system's, such as EADDRINUSE. */
class ListenError extends Error {
  readonly code: string
  readonly address: string
  readonly port: number

  constructor(transport: string, { address, port }: TransportAddress, cause: unknown) {
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
  transport: Transport | 'application tcp',
  place: TransportAddress,
  start: (place: TransportAddress) => Promise<Started>,
): Promise<Started> {
  try {
    return await start(place)
  } catch (cause) {
    throw new ListenError(transport, place, cause)
  }
}
