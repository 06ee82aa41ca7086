import type { Socket } from 'node:net'
import type { AppOptions } from './app/app-connection.ts'
import { startAppServer } from './app/app-server.ts'
import type { RequestHandler } from './app/request-handler.ts'
import { openHouse, type Guard } from './guard/guard.ts'
import type { GuardSettings } from './guard/guard-settings.ts'
import { Overload } from './guard/overload.ts'
import { StrictGuard } from './guard/strict-guard.ts'
import type { Place, Receiver } from './transport/hop.ts'
import { placeOf } from './message/outgoing-request.ts'
import { receive } from './receive.ts'
import { retryAfterSeconds } from './stateless.ts'
import { standardSessions, type SessionOptions } from './dialog/session-terms.ts'
import { standardTimers, type SipTimers } from './transaction/sip-timers.ts'
import { createSwitchboard, type Log, type Switchboard } from './switchboard.ts'
import { Tally } from './tally.ts'
import { startClock, type Clock } from './transaction/timer-wheel.ts'
import { createIntake } from './transport/intake.ts'
import type { Limits } from './transport/limits.ts'
import { createNames } from './transport/names.ts'
import type { TlsPair } from './transport/tls.ts'
import type { TlsTrust } from './transport/tls-trust.ts'
import { startTransports, type Listeners, type Transports } from './transport/transports.ts'

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
  readonly log?: Log
  /** T1, T2 and T4 of RFC 3261, ms; shorter in tests. */
  readonly timers?: Partial<SipTimers>
  /** How calls whose far end has vanished are noticed, RFC 4028. */
  readonly sessions?: Partial<SessionOptions>
}

export type EdgeCounts = {
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
export type Listening = {
  readonly address: string
  readonly sipPort: number
  readonly tlsPort: number
  readonly wsPort: number
}

export type Edge = Omit<Listening, 'address'> & {
  /** At each of our addresses; the ports of the first are those of the edge. */
  readonly listening: readonly Listening[]
  readonly appPort: number
  counts(): EdgeCounts
  readonly tally: Tally
  readonly guard: Pick<Guard, 'bans' | 'lift'>
  readonly overload: Pick<Overload, 'waiting' | 'mayWait' | 'isBehind'>
  /** The certificate for whoever connects from now on; throws where the two don't fit. */
  renew(pair: TlsPair): void
  /** New INVITEs get 503; resolves when no call is left. */
  drain(): Promise<void>
  stop(): Promise<void>
}

/** A process that is started anew takes three seconds, on a busy machine more. */
const KEEP_SECONDS = 10

/** How often a draining edge looks whether the last call is over. */
const DRAIN_LOOK_MS = 100

/**
 * Starts the signalling server: SIP over UDP, TCP, TLS and WebSocket toward phones, the drachtio application protocol
 * toward drachtio-srf. Rejects with a ListenError when a port is taken.
 *
 * What it does by which RFC is in docs/signalling.md.
 */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const log = options.log ?? (() => undefined)
  const onBug = (error: unknown) => {
    log({ error: error instanceof Error ? error.stack : error }, 'bug in the edge')
  }
  const clock = startClock(onBug)
  const tally = new Tally()
  const guard = guardOf(options.guard, clock, tally, log)
  const overload = new Overload(() => clock.now())
  const onDelay = (socket: string, ms: number) => overload.probed(socket, ms)
  let take: Receiver = () => undefined
  const receiver: Receiver = (text, hop) => take(text, hop)
  const { limits, announced } = options
  const intake = createIntake({ receive: receiver, guard, tally, onDelay, limits, announced })
  const transports = await startTransports(options, intake)
  const onFailure = () => tally.count('lookupFailures')
  const names = createNames({ servers: options.nameServers, onFailure }, () => clock.now())
  const timing = { clock, timers: { ...standardTimers, ...options.timers } }
  const sessions = { ...standardSessions, ...options.sessions }
  const appOptions = appOptionsOf(options, transports)
  const outbound = outboundOf(options, appOptions)
  const given = { guard, overload, tally, timing, sessions, outbound, log, onBug }
  const board = createSwitchboard(given, transports, names)
  const apps = await openToApps(board, transports, options, appOptions)
  take = (text, hop) => receive(board, text, hop)
  const stop = async () => {
    // The applications' farewells (BYE, 503) leave before the sockets close.
    for (const socket of outbound?.sockets ?? []) socket.destroy()
    await apps.stop()
    await transports.stop()
    board.registrations.stop()
    clock.stop()
  }
  const listening = transports.all.map(listeningOf)
  const [{ udp, tls, ws }] = transports.all
  return {
    listening,
    sipPort: udp.local.port,
    tlsPort: tls.local.port,
    wsPort: ws.local.port,
    appPort: apps.port,
    counts: () => countAll(board, transports),
    tally,
    guard,
    overload,
    renew: (pair) => transports.renew(pair),
    drain: () => drain(board),
    stop,
  }
}

const listeningOf = ({ udp, tls, ws }: Listeners): Listening => ({
  address: udp.local.address,
  sipPort: udp.local.port,
  tlsPort: tls.local.port,
  wsPort: ws.local.port,
})

const appOptionsOf = (
  { secret, keepSeconds = KEEP_SECONDS }: EdgeOptions,
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
  board: Switchboard,
  transports: Transports,
  options: EdgeOptions,
  terms: AppOptions,
) {
  const place = { address: options.appHost ?? '127.0.0.1', port: options.appPort }
  return startAppServer(board, place, terms).catch(async (error: unknown) => {
    await transports.stop()
    throw error
  })
}

/** What applications are told: `tcp/192.0.2.1:5060,udp/192.0.2.1:5060`, and so on. */
function hostportsOf({ all, hasTls }: Transports, told: (local: Place) => Place): string {
  return all
    .flatMap(({ udp, tcp, tls }) => [
      `tcp/${placeOf(told(tcp.local))}`,
      `udp/${placeOf(told(udp.local))}`,
      ...(hasTls ? [`tls/${placeOf(told(tls.local))}`] : []),
    ])
    .join()
}

function guardOf(settings: GuardSettings | undefined, clock: Clock, tally: Tally, log: Log): Guard {
  if (!settings) return openHouse
  return new StrictGuard({ settings, now: () => clock.now(), retryAfterSeconds, tally, log })
}

function drain(board: Switchboard): Promise<void> {
  board.apps.drain()
  return new Promise((resolve) => {
    const look = () => {
      if (board.dialogs.calls === 0) resolve()
      else board.timing.clock.after(DRAIN_LOOK_MS, look)
    }
    look()
  })
}

function countAll(board: Switchboard, transports: Transports): EdgeCounts {
  return {
    transactions: board.transactions.size,
    dialogs: board.dialogs.size,
    connections: transports.connections(),
    registrations: board.registrations.size,
    applications: board.apps.size,
    pending: board.served.size + board.sent.size,
    dropped: board.tally.sum('dropped'),
  }
}
