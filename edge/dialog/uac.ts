import { randomUUID } from 'node:crypto'
import {
  assembleRequest,
  cancelOf,
  isNewCall,
  isTyped,
  madeUpResponse,
} from '../message/outgoing-request.ts'
import type { NoHop } from '../transport/next-hops.ts'
import type { OrderRefusal, SendOrder } from './application.ts'
import { callingDialog } from './create-dialog.ts'
import type { DialogServices } from './dialog-services.ts'
import type { Dialog } from './dialog.ts'
import { sendEdgeBye } from './edge-bye.ts'
import { isGlareOfOurs } from './glare.ts'
import { type InDialogPlan, inDialogRequest, nextSeq } from './in-dialog-request.ts'
import { keepAck, openOurInvite } from './invite-state.ts'
import { noteOffer } from './offer.ts'
import { takePrackDue } from './reliable-provisional.ts'
import { newRequest, type SentRequest, wantedSeq } from './sent-request.ts'
import { requestedSeconds, sessionHeaders } from './session-expires.ts'
import { rememberSdp } from './session-timer.ts'
import { subscribe } from './subscription.ts'
import { sendCancel, userOf } from './uac-response.ts'

const makesDialog = new Set(['INVITE', 'SUBSCRIBE', 'REFER'])
const none = { headers: [] }

/** A request outside any dialog. Returns, as the others here, why it was refused. */
export function sendNew(
  edge: DialogServices,
  order: SendOrder,
  routeUrl: string,
): OrderRefusal | undefined {
  const { app, message, method, uri } = order
  if (method === 'ACK' || method === 'CANCEL') return 'needs-dialog'
  if (!isTyped(message)) return 'missing-content-type'
  const hop = edge.nextHops.to(routeUrl || uri)
  if ('refusal' in hop) return hop.refusal
  const way = 'send' in hop ? hop : edge.nextHops.nowhere
  const headers = sessionHeaders(edge, { method, headers: message.headers }, way)
  const request = newRequest(
    { ...order, message: { ...message, headers: [...headers] } },
    way,
    routeUrl,
  )
  const dialog = makesDialog.has(method) ? callingDialog(app, request) : undefined
  const sent: SentRequest = {
    id: randomUUID(),
    app,
    request,
    dialog,
    sessionSeconds: requestedSeconds(headers),
  }
  if ('status' in hop) return endAtOnce(order, sent, hop.status)
  if (dialog) {
    edge.dialogs.add(dialog)
    noteOffer(dialog, 'us', method, message)
    // A NOTIFY may overtake the 2xx, RFC 6665 section 4.1.2.4.
    if (method !== 'INVITE') subscribe(edge, dialog, 'subscriber', { ...request, headers }, none)
  }
  return start(edge, order, sent)
}

/** A request inside a dialog. */
export function sendInDialog(
  edge: DialogServices,
  order: SendOrder,
  id: string,
): OrderRefusal | undefined {
  const { app, message, method } = order
  const dialog = edge.dialogs.byId(id)
  if (method === 'ACK') return sendAck(edge, order, dialog)
  if (dialog?.app !== app || (dialog.phase === 'none' && callOnly.has(method)))
    return 'unknown-dialog'
  if (!isTyped(message)) return 'missing-content-type'
  const plan = planOf(edge, dialog, order)
  if (typeof plan === 'string') return plan
  const request = inDialogRequest(edge, dialog, plan)
  if ('noHop' in request) return endUnreachable(edge, order, dialog, request.noHop)
  const sent: SentRequest = {
    id: randomUUID(),
    app,
    request,
    dialog,
    sessionSeconds: requestedSeconds(plan.headers),
  }
  if (isGlareOfOurs(dialog, method, message)) return endAtOnce(order, sent, 491)
  noteOffer(dialog, 'us', method, message)
  return start(edge, order, sent)
}

/** Methods that need a call, whatever else the dialog is used for. */
const callOnly = new Set(['INVITE', 'BYE', 'UPDATE', 'PRACK'])

function planOf(
  edge: DialogServices,
  dialog: Dialog,
  { method, message }: SendOrder,
): InDialogPlan | OrderRefusal {
  const { body } = message
  const headers = sessionHeaders(
    edge,
    { method, headers: message.headers },
    dialog.peer.hop,
    dialog,
  )
  const cseq = Math.max(dialog.localSeq + 1, wantedSeq(message) ?? 0)
  if (method !== 'PRACK') return { method, headers, body, cseq }
  const due = takePrackDue(dialog, message)
  if (!due) return 'no-prack-due'
  const rack = { name: 'RAck', key: 'rack', value: `${due.rseq} ${due.cseq} INVITE` }
  const others = headers.filter(({ key }) => key !== 'rack')
  return { method, headers: [rack, ...others], body, cseq, peer: due.peer }
}

/** CANCEL of an INVITE that the application sent. */
export function sendCancelOf(
  edge: DialogServices,
  order: SendOrder,
  transactionId: string,
): OrderRefusal | undefined {
  const { app, message } = order
  const sent = edge.outgoing.get(transactionId)
  if (order.method !== 'CANCEL' || sent?.app !== app || !sent.invite) return 'nothing-to-cancel'
  sent.cancel ??= { headers: message.headers, isSent: false }
  const { text, hop } = cancelOf(sent.request, message.headers)
  order.accepted(text, hop, randomUUID())
  if (sent.invite.transaction?.state === 'proceeding') sendCancel(edge, sent)
  return undefined
}

/** The ACK of a 2xx; it is kept, for a 2xx that comes again. */
function sendAck(
  edge: DialogServices,
  order: SendOrder,
  dialog?: Dialog,
): OrderRefusal | undefined {
  const { app, message } = order
  if (dialog?.app !== app || dialog.dueAck.is !== 'due') return 'no-ack-due'
  const { cseq, hangUp } = dialog.dueAck
  const { headers, body } = message
  const ack = inDialogRequest(edge, dialog, { method: 'ACK', headers, body, cseq })
  if ('noHop' in ack) return 'peer-unreachable'
  keepAck(dialog, { cseq, text: ack.text })
  rememberSdp(dialog, body)
  ack.hop.send(ack.text)
  order.accepted(ack.text, ack.hop, randomUUID())
  if (hangUp)
    sendEdgeBye(edge, dialog, 'SIP ;cause=487 ;text="ACK-BYE due to cancel race"', 'ackbye')
  return undefined
}

/** The application must read its OK before any response. */
function start(
  edge: DialogServices,
  order: SendOrder,
  sent: SentRequest,
): OrderRefusal | undefined {
  const { request, dialog, id } = sent
  order.accepted(request.text, request.hop, id)
  edge.outgoing.set(id, sent)
  const user = userOf(edge, sent)
  if (request.method === 'INVITE') {
    if (dialog) openOurInvite(dialog)
    if (isNewCall(request)) edge.records.attempt('application', request.text)
    sent.invite = edge.transactions.startInvite(request, user)
  } else edge.transactions.startOther(request, user)
  if (request.method === 'BYE') edge.records.stop('application', 'normal-release', request.text)
  return undefined
}

/** Accepted, and then refused in the network's name: nothing was sent. */
function endAtOnce(
  order: SendOrder,
  sent: SentRequest,
  status: 416 | 491 | 503,
): OrderRefusal | undefined {
  const { id, request, dialog } = sent
  order.accepted(request.text, request.hop, id)
  order.app.madeUp(madeUpResponse(request, status), {
    transactionId: id,
    dialogId: dialog?.id ?? '',
  })
  return undefined
}

/** The dialog's far end can't be reached. A BYE still ends it here. */
function endUnreachable(
  edge: DialogServices,
  order: SendOrder,
  dialog: Dialog,
  noHop: NoHop,
): OrderRefusal | undefined {
  const { app, method, message } = order
  if (method === 'BYE') edge.dialogs.endCall(dialog)
  if ('refusal' in noHop) return noHop.refusal
  const { local: from, callId } = dialog
  const { to, target: uri } = dialog.peer
  const cseq = nextSeq(dialog)
  const { headers, body } = message
  const hop = edge.nextHops.nowhere
  const identity = { from, to, callId, cseq, routes: [] }
  const request = assembleRequest({ ...identity, method, uri, hop, headers, body })
  return endAtOnce(order, { id: randomUUID(), app, request, dialog }, noHop.status)
}
