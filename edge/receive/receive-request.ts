import type { App } from '../app/apps.ts'
import type { EdgeContext } from '../app/edge-context.ts'
import { handlerFor, takeByHandler } from '../app/outbound-mode.ts'
import type { RequestHandler } from '../app/request-handler.ts'
import { fromTagId } from '../dialog/create-dialog.ts'
import { deliverInitial } from '../dialog/deliver-initial.ts'
import type { SipRefusal } from '../dialog/glare.ts'
import { refusesSmallInterval } from '../dialog/session-expires.ts'
import { receiveInDialog, unknownDialog } from '../dialog/uas-in-dialog.ts'
import type { Hop } from '../hop.ts'
import type { Request } from '../message/message.ts'
import { makeToken } from '../message/token.ts'
import { forwardsOn } from '../proxy/proxy.ts'
import { respondStatelessly } from '../transaction/respond.ts'
import { isAdmitted } from './admission.ts'
import { receiveAck } from './receive-ack.ts'
import { receiveCancel } from './receive-cancel.ts'

/** Methods that an application may be given outside a dialog. */
const startable = new Set(
  'INVITE REGISTER MESSAGE OPTIONS INFO NOTIFY SUBSCRIBE PUBLISH REFER'.split(' '),
)
const makesDialog = new Set(['INVITE', 'SUBSCRIBE', 'REFER'])
/** Methods that only make sense inside one. */
const dialogOnly = new Set(['BYE', 'UPDATE', 'PRACK'])

/** A request from the network, RFC 3261 section 8.2: repeats are absorbed, the rest goes to an application. */
export function receiveRequest(edge: EdgeContext, request: Request, hop: Hop): void {
  if (request.method === 'ACK') receiveAck(edge, request, hop)
  else if (!edge.transactions.takesRepeat(request)) receiveFirst(edge, request, hop)
}

function receiveFirst(edge: EdgeContext, request: Request, hop: Hop): void {
  const isCancel = request.method === 'CANCEL'
  if (!isCancel && request.toTag === undefined) receiveNew(edge, request, hop)
  else if (leadsSomewhere(edge, request)) {
    const transaction = edge.transactions.serve(request, hop)
    if (isCancel) receiveCancel(edge, request, transaction)
    else if (!refusesSmallInterval(edge, request, transaction))
      receiveInDialog(edge, request, transaction)
  } else if (isCancel || !forwardsOn(edge, request, hop))
    respondStatelessly(request, hop, ...unknownDialog)
}

function leadsSomewhere({ transactions, dialogs }: EdgeContext, request: Request): boolean {
  if (request.method === 'CANCEL') return transactions.inviteOf(request) !== undefined
  return dialogs.match(request.callId, request.toTag ?? '', request.fromTag) !== undefined
}

/** Nothing is kept of what nobody takes. */
function receiveNew(edge: EdgeContext, request: Request, hop: Hop): void {
  if (!isAdmitted(edge, request, hop)) return
  const taker = whoTakesNew(edge, request)
  if (!('send' in taker) && !('url' in taker)) {
    respondStatelessly(request, hop, ...taker)
    return
  }
  const transaction = edge.transactions.serve(request, hop)
  if (refusesSmallInterval(edge, request, transaction)) return
  if ('url' in taker) takeByHandler(edge, taker, request, transaction)
  else deliverInitial(edge, taker, request, transaction, makeToken(13))
}

/** The application whose turn it is, the handler that knows one, or why nobody takes the request. */
function whoTakesNew(edge: EdgeContext, request: Request): App | RequestHandler | SipRefusal {
  const { method } = request
  if (dialogOnly.has(method)) return unknownDialog
  if (!startable.has(method)) return [501, 'Not Implemented']
  if (!/^(?:sips?|tel):/i.test(request.uri)) return [416, 'Unsupported URI Scheme']
  if (edge.transactions.isMerged(request)) return [482, 'Loop Detected']
  // A second call under the names of one that stands would be told as that one.
  const isTaken = makesDialog.has(method) && edge.dialogs.byId(fromTagId(request))
  if (isTaken) return [482, 'Loop Detected']
  const handler = edge.outbound && handlerFor(edge.outbound, method)
  return handler ?? edge.apps.pick(method) ?? [503, 'Service Unavailable']
}
