/*
 * The port between the SIP side and an application, whatever protocol the application speaks: `edge/app/` implements it.
 */
import type { Hop } from '../hop.ts'
import type { Scanned } from '../message/scan.ts'
import type { UnreachableReason } from '../transport/next-hops.ts'

/** What the application calls transaction and dialog; `dialogId` is '' where there is no dialog (yet). */
export type AppIds = { readonly transactionId: string; readonly dialogId: string }

/** One application: it answers requests of the network and sends its own. It is told everything in order. */
export type Application = {
  /** A request from the network that it is to answer; an initial one is outside of dialogs. */
  request(text: string, from: Hop, ids: AppIds, isInitial: boolean): void
  /** The ACK of its 2xx. */
  ack(text: string, from: Hop, ids: AppIds): void
  /** The caller gives up a request that it was given. */
  cancel(text: string, from: Hop, ids: AppIds): void
  /** A response to a request of its own. */
  response(text: string, from: Hop, ids: AppIds): void
  /** A response or a CANCEL that nobody sent: the edge makes it up in the network's name. */
  madeUp(text: string, ids: AppIds): void
  /** A request that the edge itself sent in one of the application's dialogs. */
  unsolicited(text: string, to: Hop, dialogId: string): void
}

/** What an application wants sent, and how it learns that it was. */
export type SendOrder = {
  readonly app: Application
  readonly message: Scanned
  readonly method: string
  readonly uri: string
  /** The request as it goes out; the application reads this before any response. */
  accepted(text: string, to: Hop, transactionId: string): void
}

/** An application's response to a request of the network, and how it learns what became of it. */
export type ResponseOrder = {
  readonly app: Application
  readonly transactionId: string
  readonly message: Scanned
  /** The response as it went out. */
  accepted(text: string, to: Hop, ids: AppIds): void
  /** It had to wait for its turn, and could not be sent then. */
  refused(refusal: OrderRefusal): void
}

/** Why an order can't be carried out. */
export type OrderRefusal =
  | UnreachableReason
  | 'needs-dialog'
  | 'unknown-dialog'
  | 'unknown-transaction'
  | 'no-ack-due'
  | 'no-prack-due'
  | 'nothing-to-cancel'
  | 'peer-unreachable'
  | 'missing-content-type'
  | 'invalid-status-line'
  | 'no-100rel'

export type CallSource = 'network' | 'application'
export type CallRole = 'uac' | 'uas' | 'proxy-uac' | 'proxy-uas'
export type CallEndReason =
  | 'call-rejected'
  | 'call-canceled'
  | 'normal-release'
  | 'ackbye'
  | 'session-expired'
  | 'system-initiated-termination'
  | 'system-error-initiated-termination'

/** Hears of the attempt, start and end of every call, with the message that made it so. */
export type CallRecords = {
  attempt(source: CallSource, invite: string): void
  start(source: CallSource, role: CallRole, answer: string): void
  stop(source: CallSource, reason: CallEndReason, message: string): void
}
