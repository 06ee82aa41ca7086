import type { Apps } from './app.ts'
import type { Dialogs } from './dialog.ts'
import type { NextHops } from './next-hops.ts'
import type { Registrations } from './registrations.ts'
import type { Sent } from './sent.ts'
import type { Served } from './served.ts'
import type { Timing } from './sip-timers.ts'
import type { Transactions } from './transactions.ts'

export type Log = (fields: object, message: string) => void

/** What both directions share. Each map is emptied by whoever filled it, when its transaction or dialog ends. */
export type Switchboard = {
  readonly timing: Timing
  readonly transactions: Transactions
  readonly dialogs: Dialogs
  readonly registrations: Registrations
  readonly nextHops: NextHops
  readonly apps: Apps
  /** Requests from the network that an application has yet to answer, by transaction id. */
  readonly served: Map<string, Served>
  /** Requests of applications that have no final response yet, by transaction id. */
  readonly sent: Map<string, Sent>
  /** Counts a message that led nowhere. */
  readonly drop: (reason: string) => void
  readonly log: Log
}
