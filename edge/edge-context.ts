import { Apps } from './app/app.ts'
import { CallRecords } from './app/call-records.ts'
import type { OutboundMode } from './app/outbound-mode.ts'
import type { Counters } from './counters.ts'
import { Dialogs } from './dialog/dialog.ts'
import type { IncomingRequest } from './dialog/incoming-request.ts'
import type { SentRequest } from './dialog/sent-request.ts'
import type { SessionOptions } from './dialog/session-terms.ts'
import type { Guard } from './guard/guard.ts'
import type { Overload } from './guard/overload.ts'
import type { Fork } from './proxy/fork.ts'
import type { Timing } from './transaction/sip-timers.ts'
import { Transactions } from './transaction/transactions.ts'
import type { DnsResolver } from './transport/dns-resolver.ts'
import { NextHops } from './transport/next-hops.ts'
import { Registrations } from './transport/registrations.ts'
import type { Transports } from './transport/transports.ts'

export type EdgeLog = (fields: object, message: string) => void

/** Told of an error that should not exist. The process goes on: it holds everybody's calls. */
export type OnBug = (error: unknown) => void

/** What both directions share. Each map is emptied by whoever filled it, when its transaction or dialog ends. */
export type EdgeContext = {
  readonly guard: Guard
  readonly overload: Overload
  readonly counters: Counters
  readonly timing: Timing
  readonly sessions: SessionOptions
  readonly transactions: Transactions
  readonly dialogs: Dialogs
  readonly registrations: Registrations
  readonly nextHops: NextHops
  readonly apps: Apps
  /** Requests from the network that an application has yet to answer, by transaction id. */
  readonly incoming: Map<string, IncomingRequest>
  /** Requests from the network that we send on, or whose application we look for, by transaction id. */
  readonly proxied: Map<string, Pick<Fork, 'cancel'>>
  readonly outbound?: OutboundMode | undefined
  readonly records: CallRecords
  /** Requests of applications that have no final response yet, by transaction id. */
  readonly outgoing: Map<string, SentRequest>
  readonly log: EdgeLog
  readonly onBug: OnBug
}

export function createEdgeContext(
  given: Pick<
    EdgeContext,
    'guard' | 'overload' | 'counters' | 'timing' | 'sessions' | 'outbound' | 'log' | 'onBug'
  >,
  transports: Transports,
  dns: DnsResolver,
): EdgeContext {
  const { timing } = given
  const registrations = new Registrations(timing.clock)
  const apps = new Apps()
  return {
    ...given,
    registrations,
    transactions: new Transactions(timing),
    dialogs: new Dialogs(),
    nextHops: new NextHops({ transports, registrations, dns, now: () => timing.clock.now() }),
    apps,
    records: new CallRecords(apps),
    incoming: new Map(),
    proxied: new Map(),
    outgoing: new Map(),
  }
}

/** Counts a message that led nowhere; nobody is told, because strangers may send any number of them. */
export function drop({ counters }: EdgeContext, reason: string): void {
  counters.count('dropped', reason)
}
