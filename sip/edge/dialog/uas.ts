import { dialogId, type Dialog } from './dialog.ts'
import { fromNetwork } from '../app/app-frame.ts'
import type { App } from '../app/app.ts'
import type { Hop } from '../transport/hop.ts'
import { stepInviteServer } from '../transaction/invite-server.ts'
import { headerOf, headersOf, type Request } from '../message/message.ts'
import { respondPlainly, type Served } from './served.ts'
import { drop, type Switchboard } from '../switchboard.ts'
import { makeToken } from '../message/token.ts'
import { refuseStatelessly } from '../stateless.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'
import { splitList, uriOf } from '../message/uri.ts'

/** Methods that an application may be given outside a dialog. */
const startable = new Set(
  'INVITE REGISTER MESSAGE OPTIONS INFO NOTIFY SUBSCRIBE PUBLISH REFER'.split(' '),
)
/** Methods that only make sense inside one. */
const dialogOnly = new Set(['BYE', 'UPDATE', 'PRACK'])

/** A request from the network, RFC 3261 section 8.2: repeats are absorbed, the rest goes to an application. */
export function receiveRequest(board: Switchboard, request: Request, hop: Hop): void {
  if (request.method === 'ACK') receiveAck(board, request, hop)
  else if (!board.transactions.takesRepeat(request)) receiveFirst(board, request, hop)
}

function receiveFirst(board: Switchboard, request: Request, hop: Hop): void {
  if (!isLetIn(board, request, hop)) return
  const transaction = board.transactions.serve(request, hop)
  if (request.method === 'CANCEL') receiveCancel(board, request, transaction)
  else if (request.toTag === undefined) receiveNew(board, request, transaction)
  else receiveInDialog(board, request, transaction)
}

/** What begins something is judged before anything is kept of it. */
function isLetIn({ guard }: Switchboard, request: Request, hop: Hop): boolean {
  if (request.toTag !== undefined || request.method === 'CANCEL') return true
  const verdict = guard.judges(request, hop)
  if (verdict.is === 'refuse') refuseStatelessly(request, hop, verdict)
  return verdict.is === 'pass'
}

type Refusal = readonly [status: number, reason: string]
const unknownDialog: Refusal = [481, 'Call/Transaction Does Not Exist']

function receiveNew(board: Switchboard, request: Request, transaction: ServerTransaction): void {
  const toTag = makeToken(13)
  const app = whoTakesNew(board, request)
  if (!('send' in app)) {
    respondPlainly(request, transaction, ...app, toTag)
    return
  }
  let dialog: Dialog | undefined
  if (request.method === 'INVITE') {
    respondPlainly(request, transaction, 100, 'Trying')
    dialog = calledDialog(app, request, transaction.hop, toTag)
    board.dialogs.add(dialog)
  }
  serve(board, { request, transaction, app, dialog, toTag }, true)
}

/** The application whose turn it is, or why nobody takes the request. */
function whoTakesNew(board: Switchboard, request: Request): App | Refusal {
  if (dialogOnly.has(request.method)) return unknownDialog
  if (!startable.has(request.method)) return [501, 'Not Implemented']
  // The same INVITE by another way, RFC 3261 section 8.2.2.2.
  const isMerged = request.method === 'INVITE' && board.dialogs.byId(fromTagId(request))
  if (isMerged) return [482, 'Loop Detected']
  return board.apps.pick(request.method) ?? [503, 'Service Unavailable']
}

function receiveInDialog(
  board: Switchboard,
  request: Request,
  transaction: ServerTransaction,
): void {
  const dialog = board.dialogs.match(request.callId, request.toTag ?? '', request.fromTag)
  const refusal = dialog ? whyNotNow(dialog, request) : unknownDialog
  if (!dialog || refusal) {
    respondPlainly(request, transaction, ...(refusal ?? unknownDialog))
    return
  }
  if (request.method === 'INVITE') {
    dialog.pendingInvite = 'in'
    respondPlainly(request, transaction, 100, 'Trying')
  }
  dialog.remoteSeq = request.cseq
  dialog.hop = transaction.hop
  if (request.method === 'BYE') {
    endUnanswered(board, dialog)
    board.dialogs.remove(dialog)
  }
  const { app, localTag: toTag } = dialog
  serve(board, { request, transaction, app, dialog, toTag }, false)
}

/** Order of requests, RFC 3261 section 12.2.2, and of INVITEs, section 14.2. */
function whyNotNow(dialog: Dialog, request: Request): Refusal | undefined {
  if (request.cseq < dialog.remoteSeq) return [500, 'CSeq Out Of Order']
  if (request.method !== 'INVITE') return undefined
  if (dialog.pendingInvite === 'out') return [491, 'Request Pending']
  return dialog.pendingInvite === 'in' ? [500, 'Previous INVITE Unanswered'] : undefined
}

function serve(board: Switchboard, served: Served, isNew: boolean): void {
  const { request, transaction, app } = served
  board.served.set(transaction.id, served)
  const id = isNew ? '' : (served.dialog?.id ?? '')
  app.send(fromNetwork(request.text, transaction.hop, transaction.id, id, isNew))
}

/** The caller hangs up before our answer, RFC 3261 section 15.1.2: its INVITE ends with 487. */
function endUnanswered(board: Switchboard, dialog: Dialog): void {
  if (dialog.pendingInvite !== 'in') return
  for (const [id, { request, transaction, toTag, dialog: of }] of board.served) {
    if (of !== dialog || request.method !== 'INVITE') continue
    board.served.delete(id)
    respondPlainly(request, transaction, 487, 'Request Terminated', toTag)
  }
}

/** Server-side CANCEL, RFC 3261 section 9.2: answered at once, and the INVITE with 487 unless it has its final. */
function receiveCancel(board: Switchboard, cancel: Request, transaction: ServerTransaction): void {
  const invite = board.transactions.inviteOf(cancel)
  const served = invite && board.served.get(invite.id)
  const refusal: Refusal = invite ? [200, 'OK'] : unknownDialog
  respondPlainly(cancel, transaction, ...refusal, served?.toTag ?? makeToken(13))
  if (!served) return
  board.served.delete(invite.id)
  const { request, dialog, app, toTag } = served
  respondPlainly(request, invite, 487, 'Request Terminated', toTag)
  if (dialog) dialog.pendingInvite = undefined
  if (dialog?.phase === 'early') board.dialogs.remove(dialog)
  app.send(fromNetwork(cancel.text, transaction.hop, invite.id, dialog?.id ?? ''))
}

/** The ACK of a refusal ends with its transaction; the ACK of a 2xx is the application's. */
function receiveAck(board: Switchboard, ack: Request, hop: Hop): void {
  const invite = board.transactions.inviteOf(ack)
  if (invite && invite.state !== 'accepted') stepInviteServer(invite, { type: 'ack' })
  else receiveAckOf2xx(board, ack, hop)
}

function receiveAckOf2xx(board: Switchboard, ack: Request, hop: Hop): void {
  const dialog = board.dialogs.match(ack.callId, ack.toTag ?? '', ack.fromTag)
  const answer = dialog?.answer
  if (!dialog || answer?.cseq !== ack.cseq) {
    drop(board, 'stray ACK')
    return
  }
  answer.stop()
  dialog.answer = undefined
  board.guard.sawCall(ack, hop)
  dialog.app.send(fromNetwork(ack.text, hop, answer.transactionId, dialog.id))
}

const fromTagId = ({ callId, fromTag }: Request): string => dialogId(callId, fromTag)

/** The dialog that an INVITE from the network will make, seen from the called side, RFC 3261 section 12.1.1. */
function calledDialog(app: App, invite: Request, hop: Hop, localTag: string): Dialog {
  return {
    id: fromTagId(invite),
    app,
    callId: invite.callId,
    localTag,
    remoteTag: invite.fromTag,
    local: `${invite.to};tag=${localTag}`,
    remote: invite.from,
    localSeq: 0,
    remoteSeq: invite.cseq,
    target: uriOf(headerOf(invite, 'contact') ?? ''),
    routes: headersOf(invite, 'record-route').flatMap(splitList),
    hop,
    phase: 'early',
    pendingInvite: 'in',
  }
}
