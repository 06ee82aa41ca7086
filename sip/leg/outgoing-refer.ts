import type { LegId } from '../../core/names.ts'
import { writeAddress } from '../address.ts'
import { sendInDialog, type SipDialog } from '../dialog.ts'
import type { SipRequest, SipResponse } from '../message.ts'
import type { SignallingEffect, SignallingOptions } from '../signalling.ts'
import { numberAt } from './call-target.ts'
import type { Legs } from './legs.ts'
import { escapeReplaces } from './replaces.ts'

export type OutgoingRefers = {
  /** REFER to the leg's party. Answered once by `leg.transferred`. */
  readonly refer: (order: Extract<SignallingEffect, { do: 'refer' }>) => void
  /** A NOTIFY inside the leg's dialog. */
  readonly onNotify: (leg: LegId, request: SipRequest, response: SipResponse) => void
  /** The leg has ended: its party is where it was sent, or nowhere. */
  readonly forget: (leg: LegId) => void
}

type OutgoingRefersOptions = Pick<SignallingOptions, 'onFact' | 'onRefusal' | 'log' | 'host'> & {
  readonly legs: Legs
}

/** So long the party's network may ring the new callee, ms. */
const limitMs = 180_000

/** Transfers by the party's own network, RFC 3515; attended ones by RFC 3891. */
export function createOutgoingRefers(options: OutgoingRefersOptions): OutgoingRefers {
  const { legs, host, onFact } = options
  const pending = new Map<LegId, NodeJS.Timeout>()
  const settle = (leg: LegId, status: number): void => {
    if (!pending.has(leg)) return
    clearTimeout(pending.get(leg))
    pending.delete(leg)
    noteOutcome(leg, status, options)
    onFact({ type: 'leg.transferred', leg, status })
  }

  return {
    refer(order) {
      const { leg } = order
      const phase = legs.phaseOf(leg)
      if (!phase || pending.has(leg)) return
      const dialog = phase.is === 'talking' ? phase.dialog : undefined
      const referTo = dialog && referToOf(order, dialog, legs)
      if (!dialog || referTo === undefined) {
        onFact({ type: 'leg.transferred', leg, status: 481 })
        return
      }
      const timer = setTimeout(() => settle(leg, 408), limitMs).unref()
      pending.set(leg, timer)
      void sendRefer(dialog, referTo, writeAddress(host, '')).then((status) => {
        if (status !== undefined) settle(leg, status)
      })
    },
    onNotify(leg, request, response) {
      const isRefer = /^\s*refer\s*(;|$)/i.test(request.get('event') ?? '')
      if (!isRefer || !pending.has(leg)) {
        response.send(isRefer ? 481 : 489)
        return
      }
      response.send(200)
      const status = Number(/^SIP\/2\.0 (\d{3})/.exec(request.body)?.[1] ?? 0)
      const isOver = /^\s*terminated/i.test(request.get('subscription-state') ?? '')
      if (status >= 200) settle(leg, status)
      else if (isOver) settle(leg, 480)
    },
    // Whoever hangs up after a 202 without a word has been taken over, as far as anybody knows.
    forget: (leg) => settle(leg, 202),
  }
}

/** Gives the outcome, or undefined when NOTIFY will tell it. */
async function sendRefer(
  dialog: SipDialog,
  referTo: string,
  referredBy: string,
): Promise<number | undefined> {
  const { contact } = dialog.local
  const headers = { 'Refer-To': referTo, 'Referred-By': referredBy, Contact: contact }
  try {
    const response = await sendInDialog(dialog, { method: 'REFER', headers })
    const isSilent = /^\s*false/i.test(response.get('refer-sub') ?? '')
    // RFC 4488: nothing more will be said.
    return response.status >= 300 || isSilent ? response.status : undefined
  } catch {
    // The edge could not send it.
    return 503
  }
}

function noteOutcome(
  leg: LegId,
  status: number,
  { onRefusal, log }: Pick<OutgoingRefersOptions, 'onRefusal' | 'log'>,
): void {
  log?.({ leg, status }, 'party referred')
  if (status >= 300) onRefusal?.({ direction: 'out', method: 'REFER', reason: 'rejected' })
}

/** `<uri>` of the new callee; with the other leg's dialog to be replaced there. Undefined when that has none. */
function referToOf(
  { leg, to, replaces }: Extract<SignallingEffect, { do: 'refer' }>,
  dialog: SipDialog,
  legs: Legs,
): string | undefined {
  if (replaces !== undefined) {
    const other = legs.phaseOf(replaces)
    if (other?.is !== 'talking') return undefined
    const target = other.dialog.remote.uri.split('?')[0] ?? ''
    return `<${target}?Replaces=${escapeReplaces(other.dialog.sip)}>`
  }
  if ('uri' in to) return /^(sips?|tel):[^\s<>"]+$/i.test(to.uri) ? `<${to.uri}>` : undefined
  const [proxy] = legs.originOf(leg)?.connection?.proxies() ?? []
  return `<${numberAt(to.digits, proxy ?? { scheme: 'sip', place: placeIn(dialog.remote.uri) })}>`
}

const placeIn = (uri: string): string => /^sips?:(?:[^@]*@)?([^;>?]*)/i.exec(uri)?.[1] ?? ''
