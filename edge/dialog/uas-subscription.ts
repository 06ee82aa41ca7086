import type { Scanned } from '../message/scan.ts'
import { calledDialog } from './create-dialog.ts'
import type { DialogServices } from './dialog-services.ts'
import type { IncomingRequest } from './dialog.ts'
import { onNotifyAnswered, subscribe } from './subscription.ts'

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
