import type { Response } from '../message/message.ts'
import { type Header, scanMessage, type Scanned } from '../message/scan.ts'
import { parameterOf } from '../message/uri.ts'
import { calledDialog } from './create-dialog.ts'
import type { DialogServices } from './dialog-services.ts'
import type { Dialog, IncomingRequest } from './dialog.ts'
import { meetPeer, peerOfResponse } from './remote-peer.ts'
import type { SentRequest } from './sent-request.ts'
import { eventOf, onNotifyAnswered, subscribe, unsubscribe } from './subscription.ts'

export const subscribes = ({ request: { method } }: SentRequest): boolean =>
  method === 'SUBSCRIBE' || method === 'REFER'

/** Accepted: the far end is known, if no NOTIFY told of it before. */
export function onSubscribeAccepted(
  edge: DialogServices,
  sent: SentRequest,
  dialog: Dialog,
  response: Response,
): void {
  const { request } = sent
  const isNew = parameterOf(request.to, 'tag') === undefined
  if (isNew && dialog.peer.tag === undefined)
    meetPeer(dialog, peerOfResponse(response, request.hop, request.uri))
  if (edge.dialogs.byId(dialog.id) !== dialog) return
  subscribe(edge, dialog, 'subscriber', { ...request, headers: headersIn(sent) }, response)
}

/** Any final response to a SUBSCRIBE, REFER or NOTIFY of ours. */
export function settleClientSubscription(
  edge: DialogServices,
  sent: SentRequest,
  dialog: Dialog,
  status: number,
): void {
  const { method, cseq } = sent.request
  if (method !== 'NOTIFY' && (!subscribes(sent) || status < 300)) return
  const headers = headersIn(sent)
  if (method === 'NOTIFY') onNotifyAnswered(edge, dialog, 'notifier', { headers }, status)
  else unsubscribe(edge, dialog, 'subscriber', eventOf({ method, cseq, headers }), status)
}

const headersIn = ({ request }: SentRequest): readonly Header[] =>
  scanMessage(request.text)?.headers ?? []

/** What a final response means for the subscriptions; a SUBSCRIBE or REFER outside of dialogs may have made one. */
export function settleServerSubscription(
  edge: DialogServices,
  incoming: IncomingRequest,
  message: Scanned,
  status: number,
  toTag: string,
): void {
  const { request, app, transaction } = incoming
  const { method } = request
  if (method === 'NOTIFY' && incoming.dialog)
    onNotifyAnswered(edge, incoming.dialog, 'subscriber', request, status)
  if ((method !== 'SUBSCRIBE' && method !== 'REFER') || status >= 300) return
  const dialog = (incoming.dialog ??= calledDialog(app, request, transaction.hop, toTag, 'none'))
  subscribe(edge, dialog, 'notifier', request, message)
  if (dialog.subscriptions?.size) edge.dialogs.add(dialog)
}
