import { isAdmitted } from '../admission.ts'
import type { App } from '../app/app.ts'
import { handlerFor, takeByHandler } from '../app/outbound-mode.ts'
import type { RequestHandler } from '../app/request-handler.ts'
import { fromTagId } from './called-dialog.ts'
import type { Hop } from '../transport/hop.ts'
import type { Request } from '../message/message.ts'
import { forwardsOn } from '../proxy/proxy.ts'
import { giveNew } from './give-new.ts'
import type { Switchboard } from '../switchboard.ts'
import { makeToken } from '../message/token.ts'
import { refusesTooBrief } from './too-brief.ts'
import { refuseStatelessly } from '../stateless.ts'
import { receiveAck } from './uas-ack.ts'
import { receiveCancel } from './uas-cancel.ts'
import { receiveInDialog, unknownDialog, type Refusal } from './uas-in-dialog.ts'

/** Methods that an application may be given outside a dialog. */
const startable = new Set(
  'INVITE REGISTER MESSAGE OPTIONS INFO NOTIFY SUBSCRIBE PUBLISH REFER'.split(' '),
)
const makesDialog = new Set(['INVITE', 'SUBSCRIBE', 'REFER'])
/** Methods that only make sense inside one. */
const dialogOnly = new Set(['BYE', 'UPDATE', 'PRACK'])

/** A request from the network, RFC 3261 section 8.2: repeats are absorbed, the rest goes to an application. */
export function receiveRequest(board: Switchboard, request: Request, hop: Hop): void {
  if (request.method === 'ACK') receiveAck(board, request, hop)
  else if (!board.transactions.takesRepeat(request)) receiveFirst(board, request, hop)
}

function receiveFirst(board: Switchboard, request: Request, hop: Hop): void {
  const isCancel = request.method === 'CANCEL'
  if (!isCancel && request.toTag === undefined) receiveNew(board, request, hop)
  else if (leadsSomewhere(board, request)) {
    const transaction = board.transactions.serve(request, hop)
    if (isCancel) receiveCancel(board, request, transaction)
    else if (!refusesTooBrief(board, request, transaction))
      receiveInDialog(board, request, transaction)
  } else if (isCancel || !forwardsOn(board, request, hop))
    refuseStatelessly(request, hop, ...unknownDialog)
}

function leadsSomewhere({ transactions, dialogs }: Switchboard, request: Request): boolean {
  if (request.method === 'CANCEL') return transactions.inviteOf(request) !== undefined
  return dialogs.match(request.callId, request.toTag ?? '', request.fromTag) !== undefined
}

/** Nothing is kept of what nobody takes. */
function receiveNew(board: Switchboard, request: Request, hop: Hop): void {
  if (!isAdmitted(board, request, hop)) return
  const taker = whoTakesNew(board, request)
  if (!('send' in taker) && !('url' in taker)) {
    refuseStatelessly(request, hop, ...taker)
    return
  }
  const transaction = board.transactions.serve(request, hop)
  if (refusesTooBrief(board, request, transaction)) return
  if ('url' in taker) takeByHandler(board, taker, request, transaction)
  else giveNew(board, taker, request, transaction, makeToken(13))
}

/** The application whose turn it is, the handler that knows one, or why nobody takes the request. */
function whoTakesNew(board: Switchboard, request: Request): App | RequestHandler | Refusal {
  const { method } = request
  if (dialogOnly.has(method)) return unknownDialog
  if (!startable.has(method)) return [501, 'Not Implemented']
  if (!/^(?:sips?|tel):/i.test(request.uri)) return [416, 'Unsupported URI Scheme']
  if (board.transactions.isMerged(request)) return [482, 'Loop Detected']
  // A second call under the names of one that stands would be told as that one.
  const isTaken = makesDialog.has(method) && board.dialogs.byId(fromTagId(request))
  if (isTaken) return [482, 'Loop Detected']
  const handler = board.outbound && handlerFor(board.outbound, method)
  return handler ?? board.apps.pick(method) ?? [503, 'Service Unavailable']
}
