import type { App } from '../app/app.ts'
import { reply, sentResponse, type AppFrame } from '../app/app-frame.ts'
import { startAnswer } from './answer.ts'
import type { Dialog } from './dialog.ts'
import { refreshTarget } from './far-end.ts'
import { hangUp } from './hang-up.ts'
import { hasSdp, sawResponse } from './offer.ts'
import { settleUses } from './uas-subscription.ts'
import { understands } from './option-tags.ts'
import { headerOf, headersOf, type Header, type Request, type Scanned } from '../message/message.ts'
import { contactAt, isTyped } from '../message/outgoing-request.ts'
import { isToBeReliable, mustWait, nextRSeq, reliableHeaders, startReliable } from './reliable.ts'
import { responseText } from '../message/response-text.ts'
import { keepRinging } from './serve.ts'
import { answeredTerms, type SessionTerms } from './session-terms.ts'
import { isWatched, keepAlive, rememberSdp } from './session-timer.ts'
import { dueContact, forget, servedKey, type Served } from './served.ts'
import type { Switchboard } from '../switchboard.ts'
import { respond } from '../transaction/transactions.ts'
import { parameterOf } from '../message/uri.ts'

/** A response that an application wrote. */
type Said = {
  readonly frame: AppFrame
  readonly message: Scanned
  readonly status: number
  readonly reason: string
  /** Until its PRACK comes, RFC 3262. */
  readonly reliably: boolean
}

/** The application answers a request from the network. Returns why it can't, in the protocol's words. */
export function sendResponse(
  board: Switchboard,
  app: App,
  frame: AppFrame,
  message: Scanned,
): string | undefined {
  const served = servedOf(board, frame, message)
  if (served?.app !== app) return 'Response not sent due to unknown transaction'
  const said = readAnswer(served, frame, message)
  if (typeof said === 'string') return said
  const before = served.dialog?.reliable
  if (!before || !mustWait(served, said.status, said.reliably)) send(board, served, said)
  else
    before.held.push(() => {
      const refusal = sendResponse(board, app, frame, message)
      if (refusal) app.send(reply(frame, 'NOK', refusal))
    })
  return undefined
}

function servedOf(
  { served }: Switchboard,
  { tokens: [id = ''] }: AppFrame,
  message: Scanned,
): Served | undefined {
  const isUpdate = /\bUPDATE$/i.test(headerOf(message, 'cseq') ?? '')
  return (isUpdate && served.get(servedKey(id, 'UPDATE'))) || served.get(id)
}

/** The answer as it can be sent; or why it can't. */
function readAnswer({ request }: Served, frame: AppFrame, message: Scanned): Said | string {
  if (!isTyped(message)) return 'missing content-type'
  const [, code, reason = ''] = /^SIP\/2\.0 ([1-6]\d\d) ?(.*)$/.exec(message.start) ?? []
  if (!code) return 'invalid status line'
  const status = Number(code)
  const reliably = isToBeReliable(request, message, status)
  if (reliably && !understands(request, '100rel')) return 'Remote endpoint does not support 100rel'
  return { frame, message, status, reason, reliably }
}

function send(board: Switchboard, served: Served, said: Said): void {
  const { app, transaction, dialog, id, request } = served
  const { frame, message, status, reason, reliably } = said
  const rseq = reliably ? nextRSeq(served) : undefined
  const { headers, terms } = headersFor(board, served, said, rseq)
  const plan = planOf(board, served, said)
  const text = responseText(request, { ...plan, headers, status, reason })
  respond(transaction, status, text)
  board.overload.heard(id)
  if (rseq) startReliable(board, served, rseq, { text, hasSdp: message.body !== '' })
  if (dialog) sawResponse(dialog, 'them', { ...request, status, isAnswer: hasSdp(message) })
  if (status >= 200) settle(board, served, said, text)
  else if (status > 100 && request.method === 'INVITE') keepRinging(board, served, status, reason)
  if (dialog && mayRefresh(request, status)) stayAlive(board, dialog, message.body, terms)
  if (status >= 200) settleUses(board, served, message, status, plan.toTag ?? '')
  app.send(sentResponse(frame, text, transaction.hop, id, idOfLiving(board, served)))
}

function idOfLiving({ dialogs }: Switchboard, { dialog }: Served): string {
  return dialog && dialogs.byId(dialog.id) === dialog ? dialog.id : ''
}

function stayAlive(
  board: Switchboard,
  dialog: Dialog,
  body: string,
  terms: SessionTerms | undefined,
): void {
  rememberSdp(dialog, body)
  if (dialog.phase === 'confirmed') keepAlive(board, dialog, terms)
}

/** A 2xx to one of these refreshes the session, RFC 4028 section 9. */
const mayRefresh = ({ method }: Request, status: number): boolean =>
  status >= 200 && status < 300 && (method === 'INVITE' || method === 'UPDATE')

/** The application's headers, and what belongs to a reliable response or to a session that is kept alive. */
function headersFor(
  board: Switchboard,
  { dialog, request }: Served,
  { message: { headers }, status }: Said,
  rseq: number | undefined,
): { headers: readonly Header[]; terms?: SessionTerms | undefined } {
  if (rseq) return { headers: reliableHeaders(rseq, headers) }
  const isEarly = request.method === 'UPDATE' && dialog?.phase === 'early'
  if (!dialog || isEarly || !mayRefresh(request, status)) return { headers }
  return answeredTerms(request, headers, board.sessions, isWatched(dialog))
}

/** Everything of the response but its status line and the application's headers. */
function planOf(board: Switchboard, served: Served, { message, status }: Said) {
  const { request, dialog } = served
  const { hop } = served.transaction
  const { local } = hop
  const { body } = message
  const contacts = headersOf(message, 'contact').join(', ')
  const contact = contacts
    ? contactAt(contacts, request.uri, hop)
    : dueContact(request, status, hop)
  const ownTag =
    request.toTag === undefined ? parameterOf(headerOf(message, 'to') ?? '', 'tag') : undefined
  if (ownTag && dialog) board.dialogs.retag(dialog, ownTag)
  const toTag = status === 100 ? undefined : (dialog?.localTag ?? ownTag ?? served.toTag)
  return { toTag, contact, body, local }
}

/** A final response was sent: what it ends or begins. */
function settle(board: Switchboard, served: Served, { message, status }: Said, text: string): void {
  const { request, transaction, dialog } = served
  board.guard.sawAnswer(status, request, transaction.hop)
  forget(board, served)
  if (dialog && status < 300) refreshTarget(dialog.far, request)
  if (dialog && request.method === 'INVITE') settleInvite(board, served, dialog, status, text)
  if (request.method === 'REGISTER' && status < 300)
    board.registrations.remember(request, message.headers, transaction.hop)
}

function settleInvite(
  board: Switchboard,
  { request, transaction }: Served,
  dialog: Dialog,
  status: number,
  text: string,
): void {
  dialog.pendingInvite = undefined
  dialog.reliable?.stop()
  if (status >= 300) {
    if (dialog.phase !== 'early') return
    board.dialogs.endCall(dialog)
    board.records.stop('application', 'call-rejected', text)
    return
  }
  if (dialog.phase === 'early') board.records.start('application', 'uas', text)
  dialog.phase = 'confirmed'
  dialog.answer?.stop()
  dialog.answer = {
    transactionId: transaction.id,
    cseq: request.cseq,
    stop: startAnswer(board.timing, {
      again: () => respond(transaction, status, text),
      giveUp: () => {
        const why = 'SIP ;cause=200 ;text="ACK timeout"'
        hangUp(board, dialog, why, 'system-error-initiated-termination')
      },
      longest: board.timing.timers.t2,
    }),
  }
}
