import type { App } from '../app/app.ts'
import type { Dialog } from './dialog.ts'
import type { Hop } from '../transport/hop.ts'
import type { Request } from '../message/message.ts'
import { contactOf } from '../message/outgoing-request.ts'
import { responseText } from '../message/response-text.ts'
import { respond, type ServerTransaction } from '../transaction/transactions.ts'

/** A request from the network that an application is to answer. */
export type Served = {
  readonly request: Request
  readonly transaction: ServerTransaction
  readonly app: App
  /** The dialog it is in, or that it makes. */
  readonly dialog: Dialog | undefined
  /** The tag our responses put on To when the request has none. */
  readonly toTag: string
}

/** A response that needs no application. */
export function respondPlainly(
  request: Request,
  transaction: ServerTransaction,
  status: number,
  reason: string,
  toTag?: string,
): void {
  const { local } = transaction.hop
  const retryAfter = { name: 'Retry-After', key: 'retry-after', value: '5' }
  const headers = status === 500 ? [retryAfter] : []
  const text = responseText(request, { status, reason, toTag, headers, local })
  respond(transaction, status, text)
}

/** Contact is due where a response makes or refreshes a dialog, RFC 3261 sections 12.1.1 and 12.2.2. */
export function dueContact(request: Request, status: number, hop: Hop): string | undefined {
  const makesDialog = request.method === 'INVITE' || request.method === 'SUBSCRIBE'
  const isDue = status > 100 && status < 300 && (makesDialog || request.method === 'UPDATE')
  return isDue ? contactOf(hop) : undefined
}
