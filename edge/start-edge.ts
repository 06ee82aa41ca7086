import type { Socket } from 'node:net'
import { startAppServer } from './app/app-server.ts'
import type { AppOptions } from './app/apps.ts'
import { createEdgeContext, type EdgeContext } from './app/edge-context.ts'
import type { RequestHandler } from './app/request-handler.ts'
import { type MonotonicClock, startClock } from './clock/timer-wheel.ts'
import { Counters } from './counters.ts'
import type { EdgeLog } from './dialog/dialog-services.ts'
import { type SessionOptions, standardSessions } from './dialog/session-terms.ts'
import type { GuardSettings } from './guard/guard-settings.ts'
import { type Guard, permissiveGuard } from './guard/guard.ts'
import { Overload } from './guard/overload.ts'
import { StrictGuard } from './guard/strict-guard.ts'
import type { MessageReceiver, TransportAddress } from './hop.ts'
import { hostPortOf } from './message/outgoing-request.ts'
import { receive } from './receive/receive.ts'
import { retryAfterSeconds } from './transaction/respond.ts'
import { type SipTimers, standardTimers } from './transaction/sip-timers.ts'
import { createDnsResolver, type DnsResolver } from './transport/dns-resolver.ts'
import { createIngress } from './transport/ingress.ts'
import type { Limits } from './transport/limits.ts'
import type { TlsTrust } from './transport/tls-trust.ts'
import type { TlsPair } from './transport/tls.ts'
import { type Listeners, startTransports, type Transports } from './transport/transports.ts'

export type EdgeOptions = {
  /** The address for SIP, bound and told to the peers: IPv4 or IPv6. */
  readonly host: string
  /** An address of the other family, with the same ports. */
  readonly otherHost?: string
  /** UDP and TCP. 0 takes any free port, here and below. */
  readonly sipPort: number
  /** 5061 when not given; open with a certificate only. */
  readonly tlsPort?: number
  readonly wsPort: number
  /** With a certificate SIP over TLS is served, and browsers connect by WSS. */
  readonly tls?: TlsPair
  /** Whom we believe where we connect by TLS; strict when not given. */
  readonly trust?: TlsTrust
  /** Name servers, `address:port`; the system's when not given. */
  readonly nameServers?: readonly string[]
  readonly limits?: Partial<Limits>
  /** The address by which the world outside reaches us through a NAT. */
  readonly announced?: string | undefined
  /** Where applications connect; 127.0.0.1 when not given. */
  readonly appHost?: string
  readonly appPort: number
  readonly secret: string
  /** Outbound mode: who is asked which application serves a new request; the others go to those that have connected. */
  readonly requestHandlers?: readonly RequestHandler[]
  /** Without it everybody is welcome. */
  readonly guard?: GuardSettings
  /** How long calls wait for the next process of an application that names itself, s; 10 by itself, 0: not at all. */
  readonly keepSeconds?: number
  readonly log?: EdgeLog
  /** T1, T2 and T4 of RFC 3261, ms; shorter in tests. */
  readonly timers?: Partial<SipTimers>
  /** How calls whose far end has vanished are noticed, RFC 4028. */
  readonly sessions?: Partial<SessionOptions>
}

type EdgeCounts = {
  readonly transactions: number
  readonly dialogs: number
  /** TCP, TLS and WebSocket, toward the SIP side. */
  readonly connections: number
  readonly registrations: number
  readonly applications: number
  /** Requests that wait for an application or for the network. */
  readonly pending: number
  /** Messages that led nowhere, since the start. */
  readonly dropped: number
}

/** The open ports of one address. */
type ListeningPorts = {
  readonly address: string
  readonly sipPort: number
  readonly tlsPort: number
  readonly wsPort: number
}

export type Edge = Omit<ListeningPorts, 'address'> & {
  /** At each of our addresses; the ports of the first are those of the edge. */
  readonly listening: readonly ListeningPorts[]
  readonly appPort: number
  counts(): EdgeCounts
  readonly counters: Counters
  readonly guard: Pick<Guard, 'bans' | 'lift'>
  readonly overload: Pick<Overload, 'waiting' | 'mayWait' | 'isBehind'>
  /** The certificate for whoever connects from now on; throws where the two don't fit. */
  renew(pair: TlsPair): void
  /** New INVITEs get 503; resolves when no call is left. */
  drain(): Promise<void>
  stop(): Promise<void>
}

/** A process that is started anew takes three seconds, on a busy machine more. */
const defaultKeepSeconds = 10

/** How often a draining edge looks whether the last call is over. */
const drainLookMs = 100

/**
 * Starts the signalling server: SIP over UDP, TCP, TLS and WebSocket toward phones, the drachtio application protocol
 * toward drachtio-srf. Rejects with a ListenError when a port is taken.
 *
 * What it does by which RFC is in docs/signalling.md.
 */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const log = options.log ?? (() => undefined)
  const onBug = bugLogger(log)
  const clock = startClock(onBug)
  const counters = new Counters()
  const guard = guardOf(options.guard, clock, counters, log)
  const overload = new Overload(() => clock.now())
  let take: MessageReceiver = () => undefined
  const ingress = createIngress({
    receive: (text, hop) => take(text, hop),
    guard,
    counters,
    onDelay: (socket, ms) => overload.probed(socket, ms),
    limits: options.limits,
    announced: options.announced,
  })
  const transports = await startTransports(options, ingress)
  const dns = dnsOf(options, clock, counters)
  const timing = { clock, timers: { ...standardTimers, ...options.timers } }
  const appOptions = appOptionsOf(options, transports)
  const outbound = outboundOf(options, appOptions)
  const sessions = { ...standardSessions, ...options.sessions }
  const given = { guard, overload, counters, timing, sessions, outbound, log, onBug }
  const edge = createEdgeContext(given, transports, dns)
  const apps = await openToApps(edge, transports, options, appOptions)
  take = (text, hop) => receive(edge, text, hop)
  const stop = async () => {
    // The applications' farewells (BYE, 503) leave before the sockets close.
    for (const socket of outbound?.sockets ?? []) socket.destroy()
    await apps.stop()
    await transports.stop()
    edge.registrations.stop()
    clock.stop()
  }
  const listening = transports.all.map(listeningOf)
  const { sipPort, tlsPort, wsPort } = listeningOf(transports.all[0])
  return {
    listening,
    sipPort,
    tlsPort,
    wsPort,
    appPort: apps.port,
    counts: () => countAll(edge, transports),
    counters,
    guard,
    overload,
    renew: (pair) => transports.renew(pair),
    drain: () => drain(edge),
    stop,
  }
}

const dnsOf = (
  { nameServers: servers }: EdgeOptions,
  clock: MonotonicClock,
  counters: Counters,
): DnsResolver =>
  createDnsResolver({ servers, onFailure: () => counters.count('lookupFailures') }, () =>
    clock.now(),
  )

const bugLogger = (log: EdgeLog) => (error: unknown) =>
  log({ err: error instanceof Error ? error.stack : error }, 'bug in the edge')

const listeningOf = ({ udp, tls, ws }: Listeners): ListeningPorts => ({
  address: udp.local.address,
  sipPort: udp.local.port,
  tlsPort: tls.local.port,
  wsPort: ws.local.port,
})

const appOptionsOf = (
  { secret, keepSeconds = defaultKeepSeconds }: EdgeOptions,
  transports: Transports,
): AppOptions => ({
  secret,
  graceMs: 1000 * keepSeconds,
  hostports: hostportsOf(transports, transports.ownEnd.announced),
  localHostports: hostportsOf(transports, (local) => local),
})

const outboundOf = ({ requestHandlers: handlers }: EdgeOptions, app: AppOptions) =>
  handlers && { handlers, app, sockets: new Set<Socket>() }

/** Where applications connect; nothing stays open when that port is taken. */
function openToApps(
  edge: EdgeContext,
  transports: Transports,
  options: EdgeOptions,
  terms: AppOptions,
) {
  const place = { address: options.appHost ?? '127.0.0.1', port: options.appPort }
  return startAppServer(edge, place, terms).catch(async (error: unknown) => {
    await transports.stop()
    throw error
  })
}

/** What applications are told: `tcp/192.0.2.1:5060,udp/192.0.2.1:5060`, and so on. */
function hostportsOf(
  { all, hasTls }: Transports,
  told: (local: TransportAddress) => TransportAddress,
): string {
  return all
    .flatMap(({ udp, tcp, tls }) => [
      `tcp/${hostPortOf(told(tcp.local))}`,
      `udp/${hostPortOf(told(udp.local))}`,
      ...(hasTls ? [`tls/${hostPortOf(told(tls.local))}`] : []),
    ])
    .join()
}

function guardOf(
  settings: GuardSettings | undefined,
  clock: MonotonicClock,
  counters: Counters,
  log: EdgeLog,
): Guard {
  if (!settings) return permissiveGuard
  return new StrictGuard({
    settings,
    now: () => clock.now(),
    retryAfterSeconds,
    counters,
    log,
  })
}

function drain(edge: EdgeContext): Promise<void> {
  edge.apps.drain()
  return new Promise((resolve) => {
    const look = () => {
      if (edge.dialogs.calls === 0) resolve()
      else edge.timing.clock.after(drainLookMs, look)
    }
    look()
  })
}

function countAll(edge: EdgeContext, transports: Transports): EdgeCounts {
  return {
    transactions: edge.transactions.size,
    dialogs: edge.dialogs.size,
    connections: transports.connections(),
    registrations: edge.registrations.size,
    applications: edge.apps.size,
    pending: edge.incoming.size + edge.outgoing.size,
    dropped: edge.counters.sum('dropped'),
  }
}
