import type { LegId } from '../../core/names.ts'
import type { Slug } from '../../core/slug.ts'
import { writeAddress } from '../address.ts'
import { type DialogWatch, followDialog } from './follow-dialog.ts'
import { part } from './legs.ts'
import { allowInDialog } from '../methods.ts'
import { reasonHeader, reasonOf } from '../reason.ts'
import type { Binding, Registrar } from '../access/register.ts'
import type { RingOrder } from '../signalling.ts'
import type { Dialog, Headers, SipError, SipRequest, SipResponse, Srf } from '../srf.ts'

export type OutboundOptions = DialogWatch & {
  readonly registrar: Registrar
  readonly host: string
}

/** Nobody rings longer, ms: the centre's own ring timer fires long before. RFC 3261 timer C. */
const maxRingMs = 180_000

/** Sends INVITEs and follows them to `leg.answered` or `leg.ended`. */
export function createOutbound(
  srf: Srf,
  options: OutboundOptions,
): { readonly ring: (leg: LegId, order: RingOrder) => void } {
  return {
    ring(leg, order) {
      if (options.legs.phaseOf(leg)) return
      const target = findTarget(order, options.registrar)
      if ('reason' in target) {
        options.onFact({ type: 'leg.ended', leg, reason: target.reason })
        return
      }
      call(srf, leg, order, target, options)
    },
  }
}

/** A softphone that is not registered, or a URI that is none, is told as a reason. */
function findTarget(
  { to }: RingOrder,
  registrar: Registrar,
): Pick<Binding, 'uri' | 'route'> | { readonly reason: Slug } {
  if ('uri' in to) return /^sips?:./i.test(to.uri) ? to : { reason: 'unreachable' }
  if ('trunk' in to) return { reason: 'trunk-down' }
  return registrar.bindingOf(to.softphone) ?? { reason: 'not-registered' }
}

function call(
  srf: Srf,
  leg: LegId,
  order: RingOrder,
  target: Pick<Binding, 'uri' | 'route'>,
  options: OutboundOptions,
): void {
  const { legs } = options
  const { cancel, onSent } = createCancel()
  legs.enter(leg, { is: 'calling', cancel })
  const onProvisional = hearProgress(leg, order, options)
  const timer = setTimeout(() => legs.hangUp(leg, 'no-answer'), maxRingMs).unref()
  const progress = {
    cbRequest: (_error: unknown, request?: SipRequest) => onSent(request),
    cbProvisional: onProvisional,
  }
  srf
    .invite(
      target.uri,
      {
        headers: headersOf(order, options.host),
        localSdp: order.offer,
        ...(target.route && { proxy: target.route }),
      },
      progress,
    )
    .then(
      (dialog) => begin(leg, dialog, options),
      (error: unknown) => fail(srf, leg, order, error, options),
    )
    .finally(() => clearTimeout(timer))
}

/** Tells once that it rings, and once what a party outside lets us hear meanwhile. */
function hearProgress(
  leg: LegId,
  { to }: RingOrder,
  { legs, onFact }: OutboundOptions,
): (response: SipResponse) => void {
  let isRinging = false
  let sounds = false
  return ({ status, body }) => {
    if (status < 180 || legs.phaseOf(leg)?.is !== 'calling') return
    if (!isRinging) onFact({ type: 'leg.ringing', leg })
    isRinging = true
    if (sounds || !body || !('uri' in to)) return
    sounds = true
    onFact({ type: 'leg.progressed', leg, answer: body })
  }
}

/** CANCEL for an INVITE that may still be on its way to the edge. */
function createCancel(): {
  cancel: (reason: Slug) => void
  onSent: (request: SipRequest | undefined) => void
} {
  let sent: SipRequest | undefined
  let wanted: Slug | undefined
  const tryCancel = (): void => {
    // Its own answer carries nothing: the INVITE's final response tells the outcome.
    if (sent && wanted) sent.cancel({ headers: reasonHeader(wanted) }, () => undefined)
  }
  return {
    cancel: (reason) => {
      wanted = reason
      tryCancel()
    },
    onSent: (request) => {
      sent = request
      tryCancel()
    },
  }
}

function headersOf({ caller, autoAnswer }: RingOrder, host: string): Headers {
  return {
    From: writeAddress(host, caller.number, caller.name),
    Allow: allowInDialog,
    ...(autoAnswer && { 'Call-Info': `<sip:${host}>;answer-after=0` }),
  }
}

function begin(leg: LegId, dialog: Dialog, options: OutboundOptions): void {
  // The 200 crossed our CANCEL.
  if (options.legs.phaseOf(leg)?.is !== 'calling') {
    part(dialog, 'cancelled')
    return
  }
  options.legs.enter(leg, { is: 'talking', dialog, isOurs: true })
  followDialog(leg, dialog, options)
  options.onFact({ type: 'leg.answered', leg, answer: dialog.remote.sdp })
}

function fail(
  srf: Srf,
  leg: LegId,
  { to }: RingOrder,
  failure: unknown,
  { legs, registrar, log }: OutboundOptions,
): void {
  // srf rejects with nothing else.
  const error = failure as SipError
  const reason = reasonOf(error)
  log?.({ leg, reason, status: error.status, why: error.message }, 'ringing failed')
  // srf takes any 2xx but 200, and a 200 without Contact, for a failure, yet the far end now has a call.
  const response = error.res
  if (response && response.status >= 200 && response.status < 300)
    srf.bye(response.stackDialogId, reasonHeader('unreachable'))
  // Nobody was there to answer: the softphone's connection is gone, here or at a proxy (430 Flow Failed, RFC 5626).
  const isGone = !response?.source_address || error.status === 430
  if ('softphone' in to && reason === 'unreachable' && isGone) registrar.forget(to.softphone)
  legs.end(leg, reason)
}
