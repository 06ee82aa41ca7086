import type { Guard } from '../guard/guard.ts'
import type { Overload } from '../guard/overload.ts'
import type { Timing } from '../transaction/sip-timers.ts'
import type { Transactions } from '../transaction/transactions.ts'
import type { NextHops } from '../transport/next-hops.ts'
import type { Registrations } from '../transport/registrations.ts'
import type { Application, CallRecords } from './application.ts'
import type { Dialog, IncomingRequest } from './dialog.ts'
import type { SentRequest } from './sent-request.ts'
import type { SessionOptions } from './session-terms.ts'

export type EdgeLog = (fields: object, message: string) => void

/** Every dialog alive. */
export type DialogStore = {
  readonly size: number
  /** How many hold a call. */
  readonly calls: number
  add(dialog: Dialog): void
  endCall(dialog: Dialog): void
  endSubscription(dialog: Dialog, key: string): void
  /** Whatever uses it. */
  remove(dialog: Dialog): void
  retag(dialog: Dialog, localTag: string): void
  byId(id: string): Dialog | undefined
  match(callId: string, localTag: string, remoteTag: string): Dialog | undefined
  of(app: Application): Dialog[]
}

/** What dialogs need of the edge. Each map is emptied by whoever filled it, when its transaction or dialog ends. */
export type DialogServices = {
  readonly guard: Guard
  readonly overload: Overload
  readonly timing: Timing
  readonly sessions: SessionOptions
  readonly transactions: Transactions
  readonly dialogs: DialogStore
  readonly registrations: Registrations
  readonly nextHops: NextHops
  /** Requests from the network that an application has yet to answer, by transaction id. */
  readonly incoming: Map<string, IncomingRequest>
  /** Requests of applications that have no final response yet, by transaction id. */
  readonly outgoing: Map<string, SentRequest>
  readonly records: CallRecords
  readonly log: EdgeLog
}
