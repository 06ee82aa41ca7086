import { dialogId } from '../dialog/dialog.ts'
import type { SendOrder } from '../dialog/new-request.ts'
import { sendCancelOf, sendInDialog, sendNew } from '../dialog/uac.ts'
import { sendResponse } from '../dialog/uas-answer.ts'
import type { EdgeContext } from '../edge-context.ts'
import { headerOf, scanMessage, type Scanned } from '../message/message.ts'
import { parameterOf } from '../message/uri.ts'
import { reply, type AppFrame } from './app-frame.ts'
import type { App } from './app.ts'

/**
 * The `sip` verb: `sip|<transaction>|<dialog>|<route url>` and a message. Every frame is answered; the fault that is
 * returned, if any, must end the connection.
 */
export function takeSip(edge: EdgeContext, app: App, frame: AppFrame): string | undefined {
  const message = scanMessage(frame.message)
  if (!message) return 'invalid sip message'
  if (message.start.startsWith('SIP/') && !frame.tokens[0]) return 'transaction id missing'
  const refusal = message.start.startsWith('SIP/')
    ? sendResponse(edge, app, frame, message)
    : sendRequest(edge, app, frame, message)
  if (refusal) app.send(reply(frame, 'NOK', refusal))
  return undefined
}

/** A CANCEL of a transaction, a request in a dialog, or a new one. */
function sendRequest(
  edge: EdgeContext,
  app: App,
  frame: AppFrame,
  message: Scanned,
): string | undefined {
  const [transactionId, dialog, routeUrl = ''] = frame.tokens
  const [, method, uri] = /^([\w.!%*+`'~-]+) (\S+) SIP\/2\.0$/.exec(message.start) ?? []
  if (!method || !uri) return 'invalid request line'
  const order: SendOrder = { app, frame, message, method, uri }
  if (transactionId) return sendCancelOf(edge, order, transactionId)
  const id = dialog || knownDialog(edge, message)
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
