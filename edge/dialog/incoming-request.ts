import type { Hop } from '../hop.ts'
import type { Request } from '../message/message.ts'
import { contactAt, ownContact } from '../message/outgoing-request.ts'
import { headerOf } from '../message/scan.ts'
import { respondPlainly } from '../transaction/respond.ts'
import type { DialogServices } from './dialog-services.ts'
import type { IncomingRequest } from './dialog.ts'
import { closeInvite } from './invite-state.ts'
import { closeUpdate, noteAnswer } from './offer.ts'
import { endReliable } from './reliable-provisional.ts'

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
  if (method === 'UPDATE') closeUpdate(dialog)
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
  closeInvite(dialog)
  endReliable(dialog)
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
