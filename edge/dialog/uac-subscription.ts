import type { Dialog } from './dialog.ts'
import { calledOf } from './far-end.ts'
import { scanMessage, type Header, type Response } from '../message/message.ts'
import type { Sent } from './sent.ts'
import { eventOf, sawNotify, subscribe, unsubscribe } from './subscription.ts'
import type { Switchboard } from '../switchboard.ts'
import { parameterOf } from '../message/uri.ts'

export const subscribes = ({ request: { method } }: Sent): boolean =>
  method === 'SUBSCRIBE' || method === 'REFER'

/** Accepted: the far end is known, if no NOTIFY told of it before. */
export function beSubscribed(
  board: Switchboard,
  sent: Sent,
  dialog: Dialog,
  response: Response,
): void {
  const { request } = sent
  const isNew = parameterOf(request.to, 'tag') === undefined
  if (isNew && dialog.far.tag === undefined)
    dialog.far = calledOf(response, request.hop, request.uri)
  if (board.dialogs.byId(dialog.id) !== dialog) return
  subscribe(board, dialog, 'subscriber', { ...request, headers: headersIn(sent) }, response)
}

/** Any final response to a SUBSCRIBE, REFER or NOTIFY of ours. */
export function settleSubscription(
  board: Switchboard,
  sent: Sent,
  dialog: Dialog,
  status: number,
): void {
  const { method, cseq } = sent.request
  if (method !== 'NOTIFY' && (!subscribes(sent) || status < 300)) return
  const headers = headersIn(sent)
  if (method === 'NOTIFY') sawNotify(board, dialog, 'notifier', { headers }, status)
  else unsubscribe(board, dialog, 'subscriber', eventOf({ method, cseq, headers }), status)
}

const headersIn = ({ request }: Sent): readonly Header[] => scanMessage(request.text)?.headers ?? []
