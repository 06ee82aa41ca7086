/*
 * Subscriptions, RFC 6665, and what a REFER subscribes to without saying so, RFC 3515: each is one more use of a dialog.
 *
 *             SUBSCRIBE, REFER
 *   accepted -----------------> active --- NOTIFY "terminated", 481, expiry ---> gone
 *                               ^    |
 *                               +----+ SUBSCRIBE, NOTIFY "active" with a new expiry
 */
import { unsolicited } from '../app/app-frame.ts'
import type { Dialog } from './dialog.ts'
import { nobody } from './hang-up.ts'
import { inDialogRequest } from './in-dialog-request.ts'
import { headerOf, type Header } from '../message/message.ts'
import type { Switchboard } from '../switchboard.ts'
import { limitOf } from '../transaction/sip-timers.ts'
import { parameterOf } from '../message/uri.ts'

/** Which side of it we are on. */
export type Role = 'subscriber' | 'notifier'

export type Subscription = { readonly role: Role; readonly event: string; stop(): void }

type Headed = { readonly headers: readonly Header[] }

/** A transfer may ring for as long as a phone does. */
const REFER_SECONDS = 180
const DEFAULT_SECONDS = 3600

/** Accepted or refreshed for what the response says, or the request; 0 seconds: only the last NOTIFY is yet to come. */
export function subscribe(
  board: Switchboard,
  dialog: Dialog,
  role: Role,
  request: Headed & { readonly method: string; readonly cseq: number },
  response: Headed,
): void {
  const isRefer = request.method === 'REFER'
  const event = eventOf(request)
  // Nobody wants to know what comes of it, RFC 4488.
  if (isRefer && /^\s*false/i.test(headerOf(response, 'refer-sub') ?? '')) {
    endSubscription(board, dialog, { role, event })
    return
  }
  const seconds = isRefer
    ? REFER_SECONDS
    : (secondsIn(response) ?? secondsIn(request) ?? DEFAULT_SECONDS)
  keep(board, dialog, role, event, seconds)
}

/** What a SUBSCRIBE names, and a REFER means. */
export const eventOf = (request: Headed & { method: string; cseq: number }): string =>
  request.method === 'REFER' ? `refer;id=${request.cseq}` : (headerOf(request, 'event') ?? '')

/** A NOTIFY was answered: it ends the subscription, or says how long it lasts. */
export function sawNotify(
  board: Switchboard,
  dialog: Dialog,
  role: Role,
  notify: Headed,
  status: number,
): void {
  const known = find(dialog, role, headerOf(notify, 'event') ?? '')
  const state = headerOf(notify, 'subscription-state') ?? ''
  const expires = Number.parseInt(parameterOf(state, 'expires') ?? '', 10)
  if (!known) return
  if (/^\s*terminated/i.test(state) || isEnd(status)) endSubscription(board, dialog, known)
  else if (expires >= 0 && status < 300) keep(board, dialog, role, known.event, expires)
}

/** A SUBSCRIBE or REFER was refused: a first one made nothing, a later one ends what is unknown over there. */
export function unsubscribe(
  board: Switchboard,
  dialog: Dialog,
  role: Role,
  event: string,
  status: number,
): void {
  const known = find(dialog, role, event)
  if (known && (isEnd(status) || dialog.far.tag === undefined))
    endSubscription(board, dialog, known)
}

/** The far end knows nothing of it, or is not there, RFC 6665 section 4.2.2. */
const isEnd = (status: number): boolean => status === 481 || status === 408 || status === 503

const secondsIn = (message: Headed): number | undefined => {
  const value = headerOf(message, 'expires') ?? ''
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined
}

const keyOf = (role: Role, event: string): string =>
  `${role} ${event.replace(/\s/g, '').toLowerCase()}`

/** A NOTIFY of the only REFER need not name it, RFC 3515 section 2.4.6. */
function find(dialog: Dialog, role: Role, event: string): Subscription | undefined {
  const key = keyOf(role, event)
  const exact = dialog.subscriptions?.get(key)
  if (exact || key !== keyOf(role, 'refer')) return exact
  for (const one of dialog.subscriptions?.values() ?? [])
    if (one.role === role && one.event.startsWith('refer')) return one
  return undefined
}

function keep(
  board: Switchboard,
  dialog: Dialog,
  role: Role,
  event: string,
  seconds: number,
): void {
  const subscriptions = (dialog.subscriptions ??= new Map<string, Subscription>())
  const key = keyOf(role, event)
  subscriptions.get(key)?.stop()
  const ms = seconds * 1000 + limitOf(board.timing.timers)
  const timer = board.timing.clock.after(ms, () => expire(board, dialog, role, event))
  subscriptions.set(key, { role, event, stop: () => timer.cancel() })
}

export function endSubscription(
  board: Switchboard,
  dialog: Dialog,
  { role, event }: Pick<Subscription, 'role' | 'event'>,
): void {
  board.dialogs.endSubscription(dialog, keyOf(role, event))
}

/** Nobody refreshed it: a last NOTIFY to whoever believes in it, the far end or the application. */
function expire(board: Switchboard, dialog: Dialog, role: Role, event: string): void {
  const headers = [
    { name: 'Event', key: 'event', value: event },
    { name: 'Subscription-State', key: 'subscription-state', value: 'terminated;reason=timeout' },
  ]
  endSubscription(board, dialog, { role, event })
  if (role === 'notifier') {
    const notify = inDialogRequest(board, dialog, { method: 'NOTIFY', headers, body: '' })
    if (!('noHop' in notify)) board.transactions.startOther(notify, nobody)
    return
  }
  const { far, local, callId, id } = dialog
  const text =
    `NOTIFY ${far.target} SIP/2.0\r\nFrom: ${far.remote}\r\nTo: ${local}\r\nCall-ID: ${callId}\r\n` +
    `CSeq: ${far.seq + 1} NOTIFY\r\nEvent: ${event}\r\n` +
    'Subscription-State: terminated;reason=timeout\r\nContent-Length: 0\r\n\r\n'
  dialog.app.send(unsolicited(text, far.hop, id))
}
