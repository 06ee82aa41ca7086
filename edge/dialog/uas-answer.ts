import type { Request } from '../message/message.ts'
import { understands } from '../message/option-tags.ts'
import { contactAt, isTyped } from '../message/outgoing-request.ts'
import { responseText } from '../message/response-text.ts'
import { type Header, headerOf, headersOf, type Scanned } from '../message/scan.ts'
import { parameterOf } from '../message/uri.ts'
import { respond } from '../transaction/respond.ts'
import type { OrderRefusal, ResponseOrder } from './application.ts'
import { keepRinging } from './await-application.ts'
import type { DialogServices } from './dialog-services.ts'
import type { Dialog, IncomingRequest } from './dialog.ts'
import { sendEdgeBye } from './edge-bye.ts'
import { dueContact, endInvite, forget, incomingKey, tellCancelled } from './incoming-request.ts'
import { awaitAck, closeInvite, confirmCall, stopAwaitingAck } from './invite-state.ts'
import { hasSdp, noteAnswer } from './offer.ts'
import {
  isToBeReliable,
  mustWait,
  nextRSeq,
  reliableHeaders,
  startReliable,
} from './reliable-provisional.ts'
import { refreshTarget } from './remote-peer.ts'
import { retransmitResponse } from './retransmit-response.ts'
import { answeredTerms, type SessionTerms } from './session-terms.ts'
import { isWatched, keepAlive, rememberSdp } from './session-timer.ts'
import { settleServerSubscription } from './subscription-outcome.ts'

/** A response that an application wrote. */
type AppResponse = {
  readonly order: ResponseOrder
  readonly message: Scanned
  readonly status: number
  readonly reason: string
  /** Until its PRACK comes, RFC 3262. */
  readonly reliably: boolean
}

/** The application answers a request from the network. Returns why it can't. */
export function sendResponse(edge: DialogServices, order: ResponseOrder): OrderRefusal | undefined {
  const incoming = incomingOf(edge, order)
  if (incoming?.app !== order.app) return 'unknown-transaction'
  const said = readAnswer(incoming, order)
  if (typeof said === 'string') return said
  const before = incoming.dialog?.reliable
  if (!before || !mustWait(incoming, said.status, said.reliably)) send(edge, incoming, said)
  else
    before.held.push(() => {
      const refusal = sendResponse(edge, order)
      if (refusal) order.refused(refusal)
    })
  return undefined
}

function incomingOf(
  { incoming }: DialogServices,
  { transactionId: id, message }: ResponseOrder,
): IncomingRequest | undefined {
  const isUpdate = /\bUPDATE$/i.test(headerOf(message, 'cseq') ?? '')
  return (isUpdate && incoming.get(incomingKey(id, 'UPDATE'))) || incoming.get(id)
}

/** The answer as it can be sent; or why it can't. */
function readAnswer(
  { request }: IncomingRequest,
  order: ResponseOrder,
): AppResponse | OrderRefusal {
  const { message } = order
  if (!isTyped(message)) return 'missing-content-type'
  const [, code, reason = ''] = /^SIP\/2\.0 ([1-6]\d\d) ?(.*)$/.exec(message.start) ?? []
  if (!code) return 'invalid-status-line'
  const status = Number(code)
  const reliably = isToBeReliable(request, message, status)
  if (reliably && !understands(request, '100rel')) return 'no-100rel'
  return { order, message, status, reason, reliably }
}

function send(edge: DialogServices, incoming: IncomingRequest, said: AppResponse): void {
  const { transaction, dialog, id, request } = incoming
  const { order, message, status, reason, reliably } = said
  const rseq = reliably ? nextRSeq(incoming) : undefined
  const { headers, terms } = headersFor(edge, incoming, said, rseq)
  const plan = planOf(edge, incoming, said)
  const text = responseText(request, { ...plan, headers, status, reason })
  respond(transaction, status, text)
  edge.overload.callAnswered(id)
  if (rseq) {
    const giveUp = () => refuseUnacknowledged(edge, incoming)
    startReliable(edge.timing, incoming, rseq, { text, hasSdp: message.body !== '', giveUp })
  }
  if (dialog) noteAnswer(dialog, 'them', { ...request, status, isAnswer: hasSdp(message) })
  if (status >= 200) settle(edge, incoming, said, text)
  else if (status > 100 && request.method === 'INVITE') keepRinging(edge, incoming, status, reason)
  if (dialog && mayRefresh(request, status)) stayAlive(edge, dialog, message.body, terms)
  if (status >= 200) settleServerSubscription(edge, incoming, message, status, plan.toTag ?? '')
  order.accepted(text, transaction.hop, { transactionId: id, dialogId: idOfLiving(edge, incoming) })
}

/** A reliable provisional response has had no PRACK: the INVITE ends with 504. */
function refuseUnacknowledged(edge: DialogServices, incoming: IncomingRequest): void {
  endInvite(edge, incoming, 504, 'Provisional Response Not Acknowledged')
  tellCancelled(incoming, 'SIP;cause=504;text="no PRACK"')
}

function idOfLiving({ dialogs }: DialogServices, { dialog }: IncomingRequest): string {
  return dialog && dialogs.byId(dialog.id) === dialog ? dialog.id : ''
}

function stayAlive(
  edge: DialogServices,
  dialog: Dialog,
  body: string,
  terms: SessionTerms | undefined,
): void {
  rememberSdp(dialog, body)
  if (dialog.phase === 'confirmed') keepAlive(edge, dialog, terms)
}

/** A 2xx to one of these refreshes the session, RFC 4028 section 9. */
const mayRefresh = ({ method }: Request, status: number): boolean =>
  status >= 200 && status < 300 && (method === 'INVITE' || method === 'UPDATE')

/** The application's headers, and what belongs to a reliable response or to a session that is kept alive. */
function headersFor(
  edge: DialogServices,
  { dialog, request }: IncomingRequest,
  { message: { headers }, status }: AppResponse,
  rseq: number | undefined,
): { headers: readonly Header[]; terms?: SessionTerms | undefined } {
  if (rseq) return { headers: reliableHeaders(rseq, headers) }
  const isEarly = request.method === 'UPDATE' && dialog?.phase === 'early'
  if (!dialog || isEarly || !mayRefresh(request, status)) return { headers }
  return answeredTerms(request, headers, edge.sessions, isWatched(dialog))
}

/** Everything of the response but its status line and the application's headers. */
function planOf(edge: DialogServices, incoming: IncomingRequest, { message, status }: AppResponse) {
  const { request, dialog } = incoming
  const { hop } = incoming.transaction
  const { local } = hop
  const { body } = message
  const contacts = headersOf(message, 'contact').join(', ')
  const contact = contacts
    ? contactAt(contacts, request.uri, hop)
    : dueContact(request, status, hop)
  const ownTag =
    request.toTag === undefined ? parameterOf(headerOf(message, 'to') ?? '', 'tag') : undefined
  if (ownTag && dialog) edge.dialogs.retag(dialog, ownTag)
  const toTag = status === 100 ? undefined : (dialog?.localTag ?? ownTag ?? incoming.toTag)
  return { toTag, contact, body, local }
}

/** A final response was sent: what it ends or begins. */
function settle(
  edge: DialogServices,
  incoming: IncomingRequest,
  { message, status }: AppResponse,
  text: string,
): void {
  const { request, transaction, dialog } = incoming
  edge.guard.onFinalResponse(status, request, transaction.hop)
  forget(edge, incoming)
  if (dialog && status < 300) refreshTarget(dialog.peer, request)
  if (dialog && request.method === 'INVITE') settleInvite(edge, incoming, dialog, status, text)
  if (request.method === 'REGISTER' && status < 300)
    edge.registrations.remember(request, message.headers, transaction.hop)
}

function settleInvite(
  edge: DialogServices,
  { request, transaction }: IncomingRequest,
  dialog: Dialog,
  status: number,
  text: string,
): void {
  closeInvite(dialog)
  dialog.reliable?.stop()
  if (status >= 300) {
    if (dialog.phase !== 'early') return
    edge.dialogs.endCall(dialog)
    edge.records.stop('application', 'call-rejected', text)
    return
  }
  if (dialog.phase === 'early') edge.records.start('application', 'uas', text)
  confirmCall(dialog)
  stopAwaitingAck(dialog)
  awaitAck(dialog, {
    transactionId: transaction.id,
    cseq: request.cseq,
    stop: retransmitResponse(edge.timing, {
      again: () => respond(transaction, status, text),
      giveUp: () => {
        const why = 'SIP ;cause=200 ;text="ACK timeout"'
        sendEdgeBye(edge, dialog, why, 'system-error-initiated-termination')
      },
      longest: edge.timing.timers.t2,
    }),
  })
}
