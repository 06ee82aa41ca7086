import { calledDialog } from './called-dialog.ts'
import type { Scanned } from '../message/message.ts'
import type { Served } from './served.ts'
import { sawNotify, subscribe } from './subscription.ts'
import type { Switchboard } from '../switchboard.ts'

/** What a final response means for the subscriptions; a SUBSCRIBE or REFER outside of dialogs may have made one. */
export function settleUses(
  board: Switchboard,
  served: Served,
  message: Scanned,
  status: number,
  toTag: string,
): void {
  const { request, app, transaction } = served
  const { method } = request
  if (method === 'NOTIFY' && served.dialog)
    sawNotify(board, served.dialog, 'subscriber', request, status)
  if ((method !== 'SUBSCRIBE' && method !== 'REFER') || status >= 300) return
  const dialog = (served.dialog ??= calledDialog(app, request, transaction.hop, toTag, 'none'))
  subscribe(board, dialog, 'notifier', request, message)
  if (dialog.subscriptions?.size) board.dialogs.add(dialog)
}
