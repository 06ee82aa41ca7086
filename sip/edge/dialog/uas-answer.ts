import type { App } from '../app/app.ts'
import { sentResponse, type AppFrame } from '../app/app-frame.ts'
import { startAnswer } from './answer.ts'
import type { Dialog } from './dialog.ts'
import { hangUp } from './hang-up.ts'
import { headerOf, headersOf, type Scanned } from '../message/message.ts'
import { isTyped, withHost } from '../message/outgoing-request.ts'
import { responseText } from '../message/response-text.ts'
import { dueContact, type Served } from './served.ts'
import type { Switchboard } from '../switchboard.ts'
import { respond } from '../transaction/transactions.ts'
import { parameterOf, uriOf } from '../message/uri.ts'

/** The application answers a request from the network. Returns why it can't, in the protocol's words. */
export function sendResponse(
  board: Switchboard,
  app: App,
  frame: AppFrame,
  message: Scanned,
): string | undefined {
  const [transactionId = ''] = frame.tokens
  const served = board.served.get(transactionId)
  if (served?.app !== app) return 'Response not sent due to unknown transaction'
  const said = readAnswer(message)
  if (typeof said === 'string') return said
  const { status, reason } = said
  const plan = planOf(board, served, message, status)
  const text = responseText(served.request, { ...plan, status, reason })
  const { transaction, dialog } = served
  respond(transaction, status, text)
  if (status >= 200) settle(board, served, message, status, text)
  const isAlive = dialog && board.dialogs.byId(dialog.id) === dialog
  app.send(sentResponse(frame, text, transaction.hop, transactionId, isAlive ? dialog.id : ''))
  return undefined
}

/** The status line of an answer that can be sent; or why it can't. */
function readAnswer(message: Scanned): { status: number; reason: string } | string {
  if (!isTyped(message)) return 'missing content-type'
  const [, code, reason = ''] = /^SIP\/2\.0 ([1-6]\d\d) ?(.*)$/.exec(message.start) ?? []
  if (!code) return 'invalid status line'
  const status = Number(code)
  // Without PRACK a reliable 1xx would never be acknowledged.
  const isReliable = status < 200 && /\b100rel\b/i.test(headerOf(message, 'require') ?? '')
  return isReliable ? 'Remote endpoint does not support 100rel' : { status, reason }
}

/** Everything of the response but its status line. */
function planOf(board: Switchboard, served: Served, message: Scanned, status: number) {
  const { request, dialog } = served
  const { hop } = served.transaction
  const { local } = hop
  const { headers, body } = message
  const contacts = headersOf(message, 'contact').join(', ')
  const contact = contacts ? withHost(contacts, local) : dueContact(request, status, hop)
  const ownTag =
    request.toTag === undefined ? parameterOf(headerOf(message, 'to') ?? '', 'tag') : undefined
  if (ownTag && dialog) board.dialogs.retag(dialog, ownTag)
  const toTag = status === 100 ? undefined : (dialog?.localTag ?? ownTag ?? served.toTag)
  return { toTag, contact, headers, body, local }
}

/** A final response was sent: what it ends or begins. */
function settle(
  board: Switchboard,
  served: Served,
  message: Scanned,
  status: number,
  text: string,
): void {
  const { request, transaction, dialog } = served
  board.served.delete(transaction.id)
  board.guard.sawAnswer(status, request, transaction.hop)
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
  if (status >= 300) {
    if (dialog.phase === 'early') board.dialogs.remove(dialog)
    return
  }
  dialog.phase = 'confirmed'
  const contact = headerOf(request, 'contact')
  if (contact) dialog.target = uriOf(contact)
  dialog.answer?.stop()
  const again = () => respond(transaction, status, text)
  const giveUp = () => hangUp(board, dialog, 'SIP ;cause=200 ;text="ACK timeout"')
  dialog.answer = {
    transactionId: transaction.id,
    cseq: request.cseq,
    stop: startAnswer(board.timing, again, giveUp),
  }
}
