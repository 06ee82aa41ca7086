import type { Dialog } from './dialog.ts'
import type { Request } from '../message/message.ts'
import { acknowledges } from './reliable.ts'
import { serve } from './serve.ts'
import { endInvite, respondPlainly, type Served } from './served.ts'
import type { Switchboard } from '../switchboard.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'

export type Refusal = readonly [status: number, reason: string]

export const unknownDialog: Refusal = [481, 'Call/Transaction Does Not Exist']

/** A request whose To bears a tag, RFC 3261 section 12.2.2. */
export function receiveInDialog(
  board: Switchboard,
  request: Request,
  transaction: ServerTransaction,
): void {
  const dialog = board.dialogs.match(request.callId, request.toTag ?? '', request.fromTag)
  const refusal = dialog ? whyNotNow(dialog, request) : unknownDialog
  if (!dialog || refusal) respondPlainly(request, transaction, ...(refusal ?? unknownDialog))
  else take(board, dialog, request, transaction)
}

function take(
  board: Switchboard,
  dialog: Dialog,
  request: Request,
  transaction: ServerTransaction,
): void {
  dialog.far.seq = request.cseq
  dialog.far.hop = transaction.hop
  const served = servedIn(dialog, request, transaction)
  if (request.method === 'INVITE') {
    dialog.pendingInvite = served
    respondPlainly(request, transaction, 100, 'Trying')
  }
  if (request.method === 'BYE') endCall(board, dialog, request)
  const { reliable } = dialog
  if (request.method === 'PRACK' && reliable) reliable.isAcknowledged = true
  serve(board, served, false)
  if (request.method === 'PRACK') reliable?.stop()
}

/** Order of requests, RFC 3261 section 12.2.2, and of INVITEs, section 14.2; what a PRACK must name, RFC 3262 section 3. */
function whyNotNow(dialog: Dialog, request: Request): Refusal | undefined {
  const { method, cseq } = request
  if (cseq < dialog.far.seq) return [500, 'CSeq Out Of Order']
  if (method === 'PRACK') return acknowledges(request, dialog.reliable) ? undefined : unknownDialog
  if (method !== 'INVITE' || !dialog.pendingInvite) return undefined
  return dialog.pendingInvite === 'out'
    ? [491, 'Request Pending']
    : [500, 'Previous INVITE Unanswered']
}

/** While an INVITE of theirs is unanswered an UPDATE is told under its id; the answer's CSeq tells them apart. */
function servedIn(dialog: Dialog, request: Request, transaction: ServerTransaction): Served {
  const { app, localTag: toTag, pendingInvite } = dialog
  const isBeside = request.method === 'UPDATE' && pendingInvite && pendingInvite !== 'out'
  const id = isBeside ? pendingInvite.id : transaction.id
  return { request, transaction, id, app, dialog, toTag }
}

/** The caller hangs up before our answer, RFC 3261 section 15.1.2: its INVITE ends with 487. */
function endCall(board: Switchboard, dialog: Dialog, bye: Request): void {
  const { pendingInvite } = dialog
  if (pendingInvite && pendingInvite !== 'out')
    endInvite(board, pendingInvite, 487, 'Request Terminated')
  board.dialogs.remove(dialog)
  board.records.stop('network', 'normal-release', bye.text)
}
