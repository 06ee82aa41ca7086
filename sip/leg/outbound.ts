import type { LegId } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import { refuseRequest, sendBye, type SipDialog } from '../dialog.ts'
import type { SipError, SipResponse } from '../message.ts'
import { reasonHeader, reasonOf, trunkReasonOf } from '../reason.ts'
import type { RingOrder } from '../signalling.ts'
import type { Srf } from '../srf.ts'
import { findTarget, type CallTarget, type CallTargetOptions } from './call-target.ts'
import { type DialogContext, followDialog } from './follow-dialog.ts'
import { sendInvite } from './outgoing-invite.ts'

type OutboundOptions = DialogContext & CallTargetOptions

/** Nobody rings longer, ms: the centre's own ring timer fires long before. RFC 3261 timer C. */
const maxRingMs = 180_000

/** Sends INVITEs and follows them to `leg.answered` or `leg.ended`. */
export type Outbound = { readonly ring: (leg: LegId, order: RingOrder) => void }

export function createOutbound(srf: Srf, options: OutboundOptions): Outbound {
  return {
    ring(leg, order) {
      if (options.legs.phaseOf(leg)) return
      const target = findTarget(leg, order, options)
      if ('reason' in target) {
        options.log?.({ leg, reason: target.reason }, 'not rung')
        options.onRefusal?.({ direction: 'out', method: 'INVITE', reason: target.reason })
        options.onFact({ type: 'leg.ended', leg, reason: target.reason })
        return
      }
      call(srf, leg, order, target, options)
    },
  }
}

function call(
  srf: Srf,
  leg: LegId,
  order: RingOrder,
  target: CallTarget,
  options: OutboundOptions,
): void {
  const { legs, log } = options
  const onProvisional = hearProgress(leg, order, options)
  const { cancel, outcome } = sendInvite(srf, leg, target, {
    offer: order.offer,
    onProvisional,
    ...(log && { log }),
  })
  legs.enter(leg, { is: 'calling', cancel })
  legs.setOrigin(leg, { isAgent: 'softphone' in order.to, connection: target.connection })
  const timer = setTimeout(() => legs.hangUp(leg, 'no-answer'), maxRingMs).unref()
  void outcome.then((ended) => {
    clearTimeout(timer)
    if ('dialog' in ended) begin(leg, ended.dialog, target, options)
    else {
      const reason = failureOf(order, ended)
      if (reason !== 'cancelled')
        options.onRefusal?.({ direction: 'out', method: 'INVITE', reason })
      fail(srf, leg, order, { ...ended, reason }, options)
    }
  })
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
    if (sounds || !body || 'softphone' in to) return
    sounds = true
    onFact({ type: 'leg.progressed', leg, answer: body })
  }
}

function begin(
  leg: LegId,
  dialog: SipDialog,
  { digest }: CallTarget,
  options: OutboundOptions,
): void {
  if (digest) dialog.digest = digest
  // The 200 crossed our CANCEL.
  if (options.legs.phaseOf(leg)?.is !== 'calling') {
    dialog.listen(refuseRequest)
    sendBye(dialog, reasonHeader('cancelled'))
    return
  }
  options.legs.enter(leg, { is: 'talking', dialog, isOurs: true })
  options.onFact({ type: 'leg.answered', leg, answer: dialog.remote.sdp })
  // What came with the 200 is told behind it.
  followDialog(leg, dialog, options)
}

const failureOf = (
  { to }: RingOrder,
  { error, hasRung }: { readonly error: SipError; readonly hasRung: boolean },
): ReasonCode => ('trunk' in to ? trunkReasonOf(error, hasRung) : reasonOf(error))

function fail(
  srf: Srf,
  leg: LegId,
  { to }: RingOrder,
  { error, reason }: { readonly error: SipError; readonly reason: ReasonCode },
  { legs, registrar, log }: OutboundOptions,
): void {
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
