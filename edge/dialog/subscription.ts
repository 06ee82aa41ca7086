/*
 * Subscriptions, RFC 6665, and what a REFER subscribes to without saying so, RFC 3515: each is one more use of a dialog.
 *
 *             SUBSCRIBE, REFER
 *   accepted -----------------> active --- NOTIFY "terminated", 481, expiry ---> gone
 *                               ^    |
 *                               +----+ SUBSCRIBE, NOTIFY "active" with a new expiry
 */
import { headerOf, type WithHeaders } from '../message/scan.ts'
import { parameterOf } from '../message/uri.ts'
import { ignoreOutcome } from '../transaction/client-end.ts'
import { limitOf } from '../transaction/sip-timers.ts'
import type { DialogServices } from './dialog-services.ts'
import type { Dialog, Subscription, SubscriptionRole, Writing } from './dialog.ts'
import { inDialogRequest } from './in-dialog-request.ts'

/** A transfer may ring for as long as a phone does. */
const referSeconds = 180
const defaultSeconds = 3600

/** Accepted or refreshed for what the response says, or the request; 0 seconds: only the last NOTIFY is yet to come. */
export function subscribe(
  edge: DialogServices,
  dialog: Dialog,
  role: SubscriptionRole,
  request: WithHeaders & { readonly method: string; readonly cseq: number },
  response: WithHeaders,
): void {
  const isRefer = request.method === 'REFER'
  const event = eventOf(request)
  // Nobody wants to know what comes of it, RFC 4488.
  if (isRefer && /^\s*false/i.test(headerOf(response, 'refer-sub') ?? '')) {
    endSubscription(edge, dialog, { role, event })
    return
  }
  const seconds = isRefer
    ? referSeconds
    : (secondsIn(response) ?? secondsIn(request) ?? defaultSeconds)
  keep(edge, dialog, role, event, seconds)
}

/** What a SUBSCRIBE names, and a REFER means. */
export const eventOf = (request: WithHeaders & { method: string; cseq: number }): string =>
  request.method === 'REFER' ? `refer;id=${request.cseq}` : (headerOf(request, 'event') ?? '')

/** A NOTIFY was answered: it ends the subscription, or says how long it lasts. */
export function onNotifyAnswered(
  edge: DialogServices,
  dialog: Dialog,
  role: SubscriptionRole,
  notify: WithHeaders,
  status: number,
): void {
  const known = find(dialog, role, headerOf(notify, 'event') ?? '')
  const state = headerOf(notify, 'subscription-state') ?? ''
  const expires = Number.parseInt(parameterOf(state, 'expires') ?? '', 10)
  if (!known) return
  if (/^\s*terminated/i.test(state) || isEnd(status)) endSubscription(edge, dialog, known)
  else if (expires >= 0 && status < 300) keep(edge, dialog, role, known.event, expires)
}

/** A SUBSCRIBE or REFER was refused: a first one made nothing, a later one ends what is unknown over there. */
export function unsubscribe(
  edge: DialogServices,
  dialog: Dialog,
  role: SubscriptionRole,
  event: string,
  status: number,
): void {
  const known = find(dialog, role, event)
  if (known && (isEnd(status) || dialog.peer.tag === undefined))
    endSubscription(edge, dialog, known)
}

/** The far end knows nothing of it, or is not there, RFC 6665 section 4.2.2. */
const isEnd = (status: number): boolean => status === 481 || status === 408 || status === 503

const secondsIn = (message: WithHeaders): number | undefined => {
  const value = headerOf(message, 'expires') ?? ''
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined
}

const keyOf = (role: SubscriptionRole, event: string): string =>
  `${role} ${event.replace(/\s/g, '').toLowerCase()}`

/** A NOTIFY of the only REFER need not name it, RFC 3515 section 2.4.6. */
function find(dialog: Dialog, role: SubscriptionRole, event: string): Subscription | undefined {
  const key = keyOf(role, event)
  const exact = dialog.subscriptions?.get(key)
  if (exact || key !== keyOf(role, 'refer')) return exact
  for (const one of dialog.subscriptions?.values() ?? [])
    if (one.role === role && one.event.startsWith('refer')) return one
  return undefined
}

function keep(
  edge: DialogServices,
  dialog: Writing<'subscriptions'>,
  role: SubscriptionRole,
  event: string,
  seconds: number,
): void {
  const key = keyOf(role, event)
  dialog.subscriptions?.get(key)?.stop()
  const ms = seconds * 1000 + limitOf(edge.timing.timers)
  const timer = edge.timing.clock.after(ms, () => expire(edge, dialog, role, event))
  const subscription: Subscription = { role, event, stop: () => timer.cancel() }
  dialog.subscriptions = new Map(dialog.subscriptions).set(key, subscription)
}

/** It is over; whoever calls looks after the dialog. */
export function removeSubscription(dialog: Writing<'subscriptions'>, key: string): void {
  const left = new Map(dialog.subscriptions)
  left.get(key)?.stop()
  left.delete(key)
  dialog.subscriptions = left
}

function endSubscription(
  edge: DialogServices,
  dialog: Dialog,
  { role, event }: Pick<Subscription, 'role' | 'event'>,
): void {
  edge.dialogs.endSubscription(dialog, keyOf(role, event))
}

/** Nobody refreshed it: a last NOTIFY to whoever believes in it, the far end or the application. */
function expire(edge: DialogServices, dialog: Dialog, role: SubscriptionRole, event: string): void {
  const headers = [
    { name: 'Event', key: 'event', value: event },
    { name: 'Subscription-State', key: 'subscription-state', value: 'terminated;reason=timeout' },
  ]
  endSubscription(edge, dialog, { role, event })
  if (role === 'notifier') {
    const notify = inDialogRequest(edge, dialog, { method: 'NOTIFY', headers, body: '' })
    if (!('noHop' in notify)) edge.transactions.startOther(notify, ignoreOutcome)
    return
  }
  const { peer, local, callId, id } = dialog
  const text =
    `NOTIFY ${peer.target} SIP/2.0\r\nFrom: ${peer.to}\r\nTo: ${local}\r\nCall-ID: ${callId}\r\n` +
    `CSeq: ${peer.seq + 1} NOTIFY\r\nEvent: ${event}\r\n` +
    'Subscription-State: terminated;reason=timeout\r\nContent-Length: 0\r\n\r\n'
  dialog.app.unsolicited(text, peer.hop, id)
}
