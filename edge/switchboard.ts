import { Apps } from './app/app.ts'
import type { OutboundMode } from './app/outbound-mode.ts'
import { CallRecords } from './app/call-records.ts'
import type { Fork } from './proxy/fork.ts'
import type { Guard } from './guard/guard.ts'
import type { Overload } from './guard/overload.ts'
import { Dialogs } from './dialog/dialog.ts'
import type { Names } from './transport/names.ts'
import { NextHops } from './transport/next-hops.ts'
import { Registrations } from './transport/registrations.ts'
import type { Sent } from './dialog/sent.ts'
import type { Served } from './dialog/served.ts'
import type { SessionOptions } from './dialog/session-terms.ts'
import type { Tally } from './tally.ts'
import type { Timing } from './transaction/sip-timers.ts'
import { Transactions } from './transaction/transactions.ts'
import type { Transports } from './transport/transports.ts'

export type Log = (fields: object, message: string) => void

/** Told of an error that should not exist. The process goes on: it holds everybody's calls. */
export type OnBug = (error: unknown) => void

/** What both directions share. Each map is emptied by whoever filled it, when its transaction or dialog ends. */
export type Switchboard = {
  readonly guard: Guard
  readonly overload: Overload
  readonly tally: Tally
  readonly timing: Timing
  readonly sessions: SessionOptions
  readonly transactions: Transactions
  readonly dialogs: Dialogs
  readonly registrations: Registrations
  readonly nextHops: NextHops
  readonly apps: Apps
  /** Requests from the network that an application has yet to answer, by transaction id. */
  readonly served: Map<string, Served>
  /** Requests from the network that we send on, or whose application we look for, by transaction id. */
  readonly proxied: Map<string, Pick<Fork, 'cancel'>>
  readonly outbound?: OutboundMode | undefined
  readonly records: CallRecords
  /** Requests of applications that have no final response yet, by transaction id. */
  readonly sent: Map<string, Sent>
  readonly log: Log
  readonly onBug: OnBug
}

export function createSwitchboard(
  given: Pick<
    Switchboard,
    'guard' | 'overload' | 'tally' | 'timing' | 'sessions' | 'outbound' | 'log' | 'onBug'
  >,
  transports: Transports,
  names: Names,
): Switchboard {
  const { timing } = given
  const registrations = new Registrations(timing.clock)
  const apps = new Apps()
  return {
    ...given,
    registrations,
    transactions: new Transactions(timing),
    dialogs: new Dialogs(),
    nextHops: new NextHops({ transports, registrations, names, now: () => timing.clock.now() }),
    apps,
    records: new CallRecords(apps),
    served: new Map(),
    proxied: new Map(),
    sent: new Map(),
  }
}

/** Counts a message that led nowhere; nobody is told, because strangers may send any number of them. */
export function drop({ tally }: Switchboard, reason: string): void {
  tally.count('dropped', reason)
}
