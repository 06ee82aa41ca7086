import type { Request } from '../message/message.ts'
import { respondPlainly } from '../transaction/respond.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'
import { giveToApplication } from './await-application.ts'
import type { DialogServices } from './dialog-services.ts'
import type { Dialog, IncomingRequest } from './dialog.ts'
import { glareOfTheirs, type SipRefusal } from './glare.ts'
import { endInvite } from './incoming-request.ts'
import { openTheirInvite } from './invite-state.ts'
import { noteOffer, openUpdate } from './offer.ts'
import { acknowledges, noteAcknowledged } from './reliable-provisional.ts'
import { heardRequest, meetPeer, peerOfRequest } from './remote-peer.ts'

export const unknownDialog: SipRefusal = [481, 'Call/Transaction Does Not Exist']

/** A request whose To bears a tag, RFC 3261 section 12.2.2. */
export function receiveInDialog(
  edge: DialogServices,
  request: Request,
  transaction: ServerTransaction,
): void {
  const dialog = edge.dialogs.match(request.callId, request.toTag ?? '', request.fromTag)
  const refusal = dialog ? whyNotNow(dialog, request) : unknownDialog
  if (!dialog || refusal) respondPlainly(request, transaction, ...(refusal ?? unknownDialog))
  else take(edge, dialog, request, transaction)
}

function take(
  edge: DialogServices,
  dialog: Dialog,
  request: Request,
  transaction: ServerTransaction,
): void {
  // Ours is only accepted when the first NOTIFY comes, RFC 6665 section 4.4.1: that may be before the 2xx.
  if (request.method === 'NOTIFY' && dialog.peer.tag === undefined)
    meetPeer(dialog, peerOfRequest(request, transaction.hop))
  heardRequest(dialog.peer, request, transaction.hop)
  noteOffer(dialog, 'them', request.method, request)
  const incoming = incomingIn(dialog, request, transaction)
  if (request.method === 'INVITE') {
    openTheirInvite(dialog, incoming)
    respondPlainly(request, transaction, 100, 'Trying')
  }
  if (request.method === 'UPDATE') openUpdate(dialog)
  if (request.method === 'BYE') endCall(edge, dialog, request)
  const { reliable } = dialog
  if (request.method === 'PRACK') noteAcknowledged(dialog)
  giveToApplication(edge, incoming, false)
  if (request.method === 'PRACK') reliable?.stop()
}

/** Methods that need a call, whatever else the dialog is used for. */
const callOnly = new Set(['INVITE', 'BYE', 'UPDATE', 'PRACK'])

/** Order of requests, RFC 3261 section 12.2.2; what a PRACK must name, RFC 3262 section 3. */
function whyNotNow(dialog: Dialog, request: Request): SipRefusal | undefined {
  const { method, cseq } = request
  if (dialog.phase === 'none' && callOnly.has(method)) return unknownDialog
  if (cseq < dialog.peer.seq) return [500, 'CSeq Out Of Order']
  if (method === 'PRACK') return acknowledges(request, dialog) ? undefined : unknownDialog
  return method === 'INVITE' || method === 'UPDATE' ? glareOfTheirs(dialog, request) : undefined
}

/** While an INVITE of theirs is unanswered an UPDATE is told under its id; the answer's CSeq tells them apart. */
function incomingIn(
  dialog: Dialog,
  request: Request,
  transaction: ServerTransaction,
): IncomingRequest {
  const { app, localTag: toTag, invite } = dialog
  const isBeside = request.method === 'UPDATE' && invite.is === 'theirs'
  const id = isBeside ? invite.incoming.id : transaction.id
  return { request, transaction, id, app, dialog, toTag }
}

/** The caller hangs up before our answer, RFC 3261 section 15.1.2: its INVITE ends with 487. */
function endCall(edge: DialogServices, dialog: Dialog, bye: Request): void {
  const { invite } = dialog
  if (invite.is === 'theirs') endInvite(edge, invite.incoming, 487, 'Request Terminated')
  edge.dialogs.endCall(dialog)
  edge.records.stop('network', 'normal-release', bye.text)
}
