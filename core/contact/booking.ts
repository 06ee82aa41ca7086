import type { Effect } from '../effect.ts'
import type { EventOf, MissReason, Outcome } from '../event.ts'
import type { LegId } from '../names.ts'
import { type CallbackRule, ruleOf } from '../policy.ts'
import type { ReasonCode } from '../reason-code.ts'
import type { Step } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { type Call, callOf, nextLeg, timerOf } from './call.ts'
import { type Before, endCall } from './end-call.ts'
import {
  callByNextTrunk,
  type OutboundLeg,
  callNumber,
  noteRouted,
  type OutboundCall,
} from './outbound-call.ts'
import type { AwaitingCallback, Booking, Ended } from './phases.ts'

/** The rule's way to call a customer: by one of our trunks, not by a URI. */
const byTrunk = '{number}'

/**
 * What a telephone can dial, without the separators of RFC 3966; undefined for who withholds it or called by web. A
 * trunk is only taken for a caller who came by one: what strangers say of themselves is not called on our bill.
 */
export function callableNumber(
  { from, via, trunk }: Call,
  rule: CallbackRule | undefined,
): string | undefined {
  const number = from.replaceAll(/[-.() ]/g, '')
  const isKnown = rule?.uri !== byTrunk || trunk !== undefined
  return rule && isKnown && via === 'sip' && /^\+?[0-9*#]{3,32}$/.test(number) ? number : undefined
}

/** The customer's phone is rung, and sees the number that he had dialled. */
type DialledCustomer = {
  readonly call: Call
  readonly dial: {
    readonly booking: Booking
    readonly leg: LegId
    readonly outbound?: OutboundCall
  }
} & Required<Before>

/** Undefined when the policy has no rule for callbacks any more. */
export function dialCustomer(
  call: Call,
  before: Booking,
  at: number,
  tenant: Tenant,
): DialledCustomer | undefined {
  const rule = ruleOf(tenant, before.queue, call.policy)?.callback
  if (!rule) return undefined
  const attempt = before.attempts + 1
  const booking = { ...before, attempts: attempt }
  const ring: Effect = {
    do: 'startTimer',
    timer: timerOf('ring', call.id),
    at: at + rule.ringSeconds * 1000,
  }
  if (rule.uri === byTrunk) {
    const next = callNumber(call, { number: before.number, why: 'callback' })
    return { ...ringByTrunk(call, booking, next), effects: [ring] }
  }
  const leg = nextLeg(call)
  const { id, to: number } = call
  // RFC 3261 section 25.1: a user part may not hold a plain `#`.
  const uri = rule.uri.replace('{number}', before.number.replaceAll('#', '%23'))
  return {
    call: { ...callOf(call), made: call.made + 1 },
    dial: { booking, leg },
    conclusions: [
      { type: 'callback.dialled', contact: id, leg, attempt },
      { type: 'leg.assigned', contact: id, leg, party: { who: 'caller' } },
    ],
    effects: [{ do: 'ring', leg, to: { uri }, caller: { number }, autoAnswer: false }, ring],
  }
}

/** By this trunk, or by the next one: to the customer it is one attempt. */
function ringByTrunk(call: Call, booking: Booking, next: OutboundLeg): DialledCustomer {
  const { made, outbound, conclusion } = next
  const { leg } = outbound
  const attempt = booking.attempts
  return {
    call: { ...callOf(call), made },
    dial: { booking, leg, outbound },
    conclusions: [{ type: 'callback.dialled', contact: call.id, leg, attempt }, conclusion],
    effects: [],
  }
}

/** The next trunk, where the customer's own phone was not reached by the first. */
export function ringByNextTrunk(
  call: Call & DialledCustomer['dial'],
  reason: ReasonCode,
): Pick<DialledCustomer, 'call' | 'dial' | 'conclusions'> | undefined {
  const next = callByNextTrunk(call, call.outbound, reason)
  return next && ringByTrunk(call, call.booking, next)
}

/** What was decided about the call to the customer. */
export const onOutboundRouted = <Calling extends Call & DialledCustomer['dial']>(
  contact: Calling,
  event: EventOf<'outbound.routed'>,
): Calling =>
  contact.outbound ? { ...contact, outbound: noteRouted(contact.outbound, event) } : contact

/** The place waits on without the customer. A window that has closed meanwhile ends it at once. */
export const awaitCallback = (
  call: Call,
  booking: Booking,
  { conclusions = [], effects = [] }: Before = {},
): Step<AwaitingCallback> => ({
  state: { ...callOf(call), phase: 'awaitingCallback', booking },
  conclusions,
  effects: [...effects, { do: 'startTimer', timer: timerOf('window', call.id), at: booking.until }],
})

/** Nobody answered: dialled again later, if the rule and the window allow it. */
export function missCustomer(
  call: Call,
  booking: Booking,
  reason: MissReason,
  at: number,
  tenant: Tenant,
  before: Required<Before>,
): Step<AwaitingCallback | Ended> {
  const { id: contact, policy } = call
  const { queue, attempts: attempt, until } = booking
  const rule = ruleOf(tenant, queue, policy)?.callback
  const retryAt = at + (rule?.retrySeconds ?? 0) * 1000
  const missed = { type: 'callback.missed', contact, attempt, reason } as const
  const { effects, conclusions } = before
  if (!rule || attempt >= rule.attempts || retryAt >= until)
    return endBooking(call, 'callback-failed', reason, {
      conclusions: [...conclusions, missed],
      effects,
    })
  return awaitCallback(call, booking, {
    conclusions: [...conclusions, { ...missed, retryAt }],
    effects,
  })
}

/** How long after an agent did not take a callback the next one is offered it, ms. */
const againMs = 1000

/** The agent who was to take it did not: the next one is rung soon, and the customer has missed nothing. */
export function passOn(
  call: Call,
  booking: Booking,
  reason: MissReason,
  at: number,
  { conclusions, effects }: Required<Before>,
): Step<AwaitingCallback> {
  const { id: contact } = call
  const again = { attempt: booking.attempts, reason, retryAt: at + againMs }
  return awaitCallback(call, booking, {
    conclusions: [...conclusions, { type: 'callback.missed', contact, ...again }],
    effects,
  })
}

/** The contact ends without the customer having been reached. */
export const endBooking = (
  call: Call,
  outcome: Outcome,
  reason: ReasonCode,
  { conclusions = [], effects = [] }: Before = {},
): Step<Ended> =>
  endCall(call, outcome, reason, {
    conclusions,
    effects: [...effects, stopWindow(call)],
  })

export const stopWindow = ({ id }: Call): Effect => ({
  do: 'stopTimer',
  timer: timerOf('window', id),
})

/** The ring is over. */
export const stopRing = ({ id }: Call): Effect => ({ do: 'stopTimer', timer: timerOf('ring', id) })
