import type { Timer } from '../clock/timer-wheel.ts'
import type { Hop } from '../hop.ts'
import type { Request } from '../message/message.ts'
import { contactAt, ownContact } from '../message/outgoing-request.ts'
import { headerOf } from '../message/scan.ts'
import { respondPlainly } from '../transaction/respond.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'
import type { Application } from './application.ts'
import type { DialogServices } from './dialog-services.ts'
import type { Dialog } from './dialog.ts'
import { noteAnswer } from './offer.ts'

/** A request from the network that an application is to answer. */
export type IncomingRequest = {
  readonly request: Request
  readonly transaction: ServerTransaction
  /** What the application calls it: the transaction's id, but that of the INVITE for an UPDATE while that is unanswered. */
  readonly id: string
  readonly app: Application
  /** The dialog it is in, or that it makes; a SUBSCRIBE makes one when it is accepted. */
  dialog: Dialog | undefined
  /** The tag our responses put on To when the request has none. */
  readonly toTag: string
  /** How long the application may be silent; then how often a ringing caller is told again. */
  patience?: Timer | undefined
}

/** An UPDATE may share its INVITE's id: then the answer's CSeq tells which of the two is meant. */
export const incomingKey = (id: string, method: string): string =>
  method === 'UPDATE' ? `${id} UPDATE` : id

/** Nobody waits for the application's answer any more. */
export function forget(edge: DialogServices, incoming: IncomingRequest): void {
  const { dialog, id, request } = incoming
  const { method } = request
  incoming.patience?.cancel()
  edge.overload.callEnded(id)
  edge.incoming.delete(incomingKey(id, method))
  if (!dialog) return
  if (method === 'UPDATE') dialog.isUpdating = false
  noteAnswer(dialog, 'them', { method, status: 500, isAnswer: false })
}

/** The edge refuses an INVITE that the application has not answered. */
export function endInvite(
  edge: DialogServices,
  incoming: IncomingRequest,
  status: number,
  reason: string,
): void {
  const { request, transaction, dialog, toTag } = incoming
  forget(edge, incoming)
  respondPlainly(request, transaction, status, reason, toTag)
  if (!dialog) return
  dialog.pendingInvite = undefined
  dialog.reliable?.stop()
  dialog.reliable = undefined
  if (dialog.phase === 'early') edge.dialogs.endCall(dialog)
}

/** The application hears that its caller is gone in the one way it knows: a CANCEL, though nobody sent one. */
export function tellCancelled({ request, app, id, dialog }: IncomingRequest, reason: string): void {
  const { uri, from, to, callId, cseq } = request
  const text =
    `CANCEL ${uri} SIP/2.0\r\nVia: ${headerOf(request, 'via') ?? ''}\r\nFrom: ${from}\r\nTo: ${to}\r\n` +
    `Call-ID: ${callId}\r\nCSeq: ${cseq} CANCEL\r\nReason: ${reason}\r\nContent-Length: 0\r\n\r\n`
  app.madeUp(text, { transactionId: id, dialogId: dialog?.id ?? '' })
}

/** Contact is due where a response makes or refreshes a dialog, RFC 3261 sections 12.1.1 and 12.2.2. */
export function dueContact(request: Request, status: number, hop: Hop): string | undefined {
  const makesDialog = ['INVITE', 'SUBSCRIBE', 'REFER', 'NOTIFY'].includes(request.method)
  const isDue = status > 100 && status < 300 && (makesDialog || request.method === 'UPDATE')
  return isDue ? contactAt(ownContact, request.uri, hop) : undefined
}
