import type { OutgoingRequest } from '../message/outgoing-request.ts'
import type { Header } from '../message/scan.ts'
import type { InviteCall } from '../transaction/transactions.ts'
import type { Application } from './application.ts'
import type { Dialog } from './dialog.ts'

/** A request of an application on its way. */
export type SentRequest = {
  /** What the application calls the transaction. */
  readonly id: string
  readonly app: Application
  request: OutgoingRequest
  /** The dialog it is in, or that it makes. */
  readonly dialog: Dialog | undefined
  /** Seconds of the session timer that it asks for, RFC 4028. */
  sessionSeconds?: number | undefined
  /** Only of an INVITE. */
  invite?: InviteCall
  /** A CANCEL that has to wait for the first provisional response, RFC 3261 section 9.1; then it is `sent`. */
  cancel?: { readonly headers: readonly Header[]; isSent: boolean }
  /** Of an INVITE: its application is gone, and the edge itself acknowledges a 2xx. */
  isOrphaned?: boolean
}
