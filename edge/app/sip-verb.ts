import type { ResponseOrder, SendOrder } from '../dialog/application.ts'
import { dialogId } from '../dialog/dialog.ts'
import { sendCancelOf, sendInDialog, sendNew } from '../dialog/uac.ts'
import { sendResponse } from '../dialog/uas-answer.ts'
import { headerOf, scanMessage, type Scanned } from '../message/scan.ts'
import { parameterOf } from '../message/uri.ts'
import { type AppFrame, reply, sentRequest, sentResponse } from './app-frame.ts'
import type { App } from './apps.ts'
import type { EdgeContext } from './edge-context.ts'
import { refusalText } from './refusal-text.ts'

/**
 * The `sip` verb: `sip|<transaction>|<dialog>|<route url>` and a message. Every frame is answered; the fault that is
 * returned, if any, must end the connection.
 */
export function takeSip(edge: EdgeContext, app: App, frame: AppFrame): string | undefined {
  const message = scanMessage(frame.message)
  if (!message) return 'invalid sip message'
  const isResponse = message.start.startsWith('SIP/')
  if (isResponse && !frame.tokens[0]) return 'transaction id missing'
  const refusal = isResponse
    ? takeResponse(edge, app, frame, message)
    : takeRequest(edge, app, frame, message)
  if (refusal) app.send(reply(frame, 'NOK', refusal))
  return undefined
}

function takeResponse(
  edge: EdgeContext,
  app: App,
  frame: AppFrame,
  message: Scanned,
): string | undefined {
  const order: ResponseOrder = {
    app,
    transactionId: frame.tokens[0] ?? '',
    message,
    accepted: (text, to, ids) => app.send(sentResponse(frame, text, to, ids)),
    refused: (refusal) => app.send(reply(frame, 'NOK', refusalText(refusal))),
  }
  const refusal = sendResponse(edge, order)
  return refusal && refusalText(refusal)
}

/** A CANCEL of a transaction, a request in a dialog, or a new one. */
function takeRequest(
  edge: EdgeContext,
  app: App,
  frame: AppFrame,
  message: Scanned,
): string | undefined {
  const [transactionId, dialog, routeUrl = ''] = frame.tokens
  const [, method, uri] = /^([\w.!%*+`'~-]+) (\S+) SIP\/2\.0$/.exec(message.start) ?? []
  if (!method || !uri) return 'invalid request line'
  const order: SendOrder = {
    app,
    message,
    method,
    uri,
    accepted: (text, to, id) => app.send(sentRequest(frame, text, to, id)),
  }
  const refusal = send(edge, order, { transactionId, dialog, routeUrl })
  return refusal && refusalText(refusal, method)
}

type SipTarget = {
  readonly transactionId: string | undefined
  readonly dialog: string | undefined
  readonly routeUrl: string
}

function send(edge: EdgeContext, order: SendOrder, target: SipTarget) {
  const { transactionId, dialog, routeUrl } = target
  if (transactionId) return sendCancelOf(edge, order, transactionId)
  const id = dialog || knownDialog(edge, order.message)
  return id ? sendInDialog(edge, order, id) : sendNew(edge, order, routeUrl)
}

/** A request that names the Call-ID and our tag of a dialog is in it, even when the frame doesn't say so. */
function knownDialog(edge: EdgeContext, message: Scanned): string {
  const callId = headerOf(message, 'call-id')
  const tag = callId && parameterOf(headerOf(message, 'from') ?? '', 'tag')
  const dialog = tag ? edge.dialogs.byId(dialogId(callId, tag)) : undefined
  const isThere = dialog && dialog.phase !== 'early' && dialog.peer.tag !== undefined
  return isThere ? dialog.id : ''
}
