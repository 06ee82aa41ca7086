import type { LegId } from '../../core/names.ts'
import { readAddress } from '../address.ts'
import { sendInDialog, type SipDialog } from '../dialog.ts'
import type { SipRequest, SipResponse } from '../message.ts'
import { reasonHeader } from '../reason.ts'
import type { SignallingEffect, SignallingOptions } from '../signalling.ts'
import type { Legs } from './legs.ts'
import { readReplaces, replacesIn } from './replaces.ts'

export type IncomingRefers = {
  /** A REFER inside the leg's dialog. */
  readonly onRefer: (
    leg: LegId,
    dialog: SipDialog,
    request: SipRequest,
    response: SipResponse,
  ) => void
  /** What became of it: told to the party, RFC 3515 section 2.4.5. */
  readonly settle: (order: Extract<SignallingEffect, { do: 'settleReferral' }>) => void
  readonly forget: (leg: LegId) => void
}

/** Longer than anybody rings, s. */
const expiresSeconds = 180

type PendingRefer = {
  readonly dialog: SipDialog
  readonly event: string
  readonly timer: NodeJS.Timeout
}

/**
 * Transfers that a party asks for by its own phone. An agent's phone may, and a trunk whose network transfers by REFER;
 * a stranger's would take the call out of the centre's sight, on the centre's bill.
 */
export function createIncomingRefers(
  { onFact, onRefusal, log }: Pick<SignallingOptions, 'onFact' | 'onRefusal' | 'log'>,
  legs: Legs,
): IncomingRefers {
  const pending = new Map<LegId, PendingRefer>()
  const forget = (leg: LegId): void => {
    clearTimeout(pending.get(leg)?.timer)
    pending.delete(leg)
  }
  const settle = (leg: LegId, status: number): void => {
    const referral = pending.get(leg)
    forget(leg)
    if (referral) notify(referral, 'terminated;reason=noresource', status)
  }

  const accept = (
    leg: LegId,
    dialog: SipDialog,
    request: SipRequest,
    response: SipResponse,
  ): void => {
    // RFC 4488: the party wants to hear no more of it.
    const isSilent = /^\s*false/i.test(request.get('refer-sub') ?? '')
    response.send(202, { headers: isSilent ? { 'Refer-Sub': 'false' } : {} })
    if (isSilent) return
    const event = `refer;id=${parseInt(request.get('cseq') ?? '0', 10)}`
    const timer = setTimeout(() => settle(leg, 408), expiresSeconds * 1000).unref()
    pending.set(leg, { dialog, event, timer })
    notify({ dialog, event }, `active;expires=${expiresSeconds}`, 100)
  }

  return {
    onRefer(leg, dialog, request, response) {
      const referTo = readReferTo(request)
      const refusal = whyNot(request, legs.originOf(leg), pending.has(leg), referTo)
      if (!referTo || refusal) {
        onRefusal?.({ direction: 'in', method: 'REFER', reason: 'not-possible-now' })
        log?.({ leg, reason: 'not-possible-now', status: refusal }, 'referral refused')
        response.send(refusal ?? 400, { headers: reasonHeader('not-possible-now') })
        return
      }
      accept(leg, dialog, request, response)
      const { to, replaced } = referTo
      const replaces = replaced && legs.named(replaced)
      if (referTo.isAttended && !replaces) settle(leg, 481)
      else onFact({ type: 'leg.referred', leg, to, ...(replaces && { replaces }) })
    },
    settle: ({ leg, status }) => settle(leg, status),
    forget,
  }
}

function readReferTo(request: SipRequest) {
  const text = request.get('refer-to') ?? ''
  const address = readAddress(text)
  if (!address || !/^(sips?|tel):/i.test(address.uri)) return undefined
  const escaped = replacesIn(text)
  const replaced = escaped === undefined ? undefined : readReplaces(escaped)
  return { to: address.user, isAttended: escaped !== undefined, replaced }
}

function whyNot(
  request: SipRequest,
  origin: ReturnType<Legs['originOf']>,
  isPending: boolean,
  referTo: object | undefined,
): number | undefined {
  const isTrusted = origin?.isAgent === true || origin?.connection?.trunk.transfer === 'refer'
  if (!isTrusted) return 603
  if (!referTo) return request.get('refer-to') === undefined ? 400 : 416
  return isPending ? 491 : undefined
}

/** Its answer changes nothing. */
function notify(
  { dialog, event }: Pick<PendingRefer, 'dialog' | 'event'>,
  state: string,
  status: number,
): void {
  const headers = {
    Event: event,
    'Subscription-State': state,
    Contact: dialog.local.contact,
    'Content-Type': 'message/sipfrag;version=2.0',
  }
  const body = `SIP/2.0 ${status} ${phrases[status] ?? (status < 300 ? 'OK' : 'Failed')}\r\n`
  sendInDialog(dialog, { method: 'NOTIFY', headers, body }).catch(() => undefined)
}

const phrases: Readonly<Record<number, string>> = {
  100: 'Trying',
  200: 'OK',
  404: 'Not Found',
  408: 'Request Timeout',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  503: 'Service Unavailable',
  603: 'Decline',
}
