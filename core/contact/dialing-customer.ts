import type { Event, EventOf, MissReason } from '../event.ts'
import type { ReasonCode } from '../reason-code.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import {
  endBooking,
  onOutboundRouted,
  missCustomer,
  ringByNextTrunk,
  stopRing,
  stopWindow,
} from './booking.ts'
import { speak } from './call.ts'
import { enqueue } from './enqueue.ts'
import { missReasons } from './missed.ts'
import type { AwaitingCallback, DialingCustomer, Ended, Waiting } from './phases.ts'

export function whileDialingCustomer(
  contact: DialingCustomer,
  event: Event,
  tenant: Tenant,
): Step<DialingCustomer | AwaitingCallback | Waiting | Ended> {
  const { leg } = contact
  switch (event.type) {
    case 'leg.answered':
      return event.leg === leg ? welcome(contact, tenant) : stay(contact)
    case 'leg.ended':
      return event.leg === leg ? onLegEnded(contact, event, tenant) : stay(contact)
    case 'outbound.routed':
      return { ...stay(contact), state: onOutboundRouted(contact, event) }
    case 'outbound.refused':
      return event.leg === leg ? miss(contact, 'unreachable', event.at, tenant) : stay(contact)
    case 'timer.fired':
      return event.timer.kind === 'ring'
        ? miss(contact, 'no-answer', event.at, tenant)
        : stay(contact)
    case 'callback.cancelled':
      return endBooking(contact, 'callback-cancelled', 'cancelled', {
        effects: stopDialing(contact, 'cancelled'),
      })
    default:
      return stay(contact)
  }
}

function onLegEnded(
  contact: DialingCustomer,
  { reason, at }: EventOf<'leg.ended'>,
  tenant: Tenant,
): Step<DialingCustomer | AwaitingCallback | Ended> {
  const next = ringByNextTrunk(contact, reason)
  return next
    ? {
        state: { ...next.call, phase: 'dialingCustomer', ...next.dial },
        conclusions: next.conclusions,
        effects: [],
      }
    : miss(contact, missReasons[reason] ?? 'unreachable', at, tenant)
}

/** The customer is on the line again, and waits as everybody does, at the place that he kept. */
function welcome(contact: DialingCustomer, tenant: Tenant): Step<Waiting> {
  const { id, leg: caller, booking, need } = contact
  const { queue, since } = booking
  const place = { queue, since, ...need }
  const { state, effects } = enqueue({ ...contact, caller }, place, tenant)
  const { said, effect } = speak(state, ['callback-greeting'])
  return {
    state: { ...state, ...said, isCalledBack: true },
    conclusions: [{ type: 'contact.queued', contact: id, ...place }],
    effects: [stopRing(contact), stopWindow(contact), ...effects, effect],
  }
}

const miss = (
  contact: DialingCustomer,
  reason: MissReason,
  at: number,
  tenant: Tenant,
): Step<AwaitingCallback | Ended> =>
  missCustomer(contact, contact.booking, reason, at, tenant, {
    conclusions: [],
    effects: stopDialing(contact, reason === 'no-answer' ? reason : 'cancelled'),
  })

/** A leg that has ended already takes no harm. */
const stopDialing = (contact: DialingCustomer, reason: ReasonCode) =>
  [stopRing(contact), { do: 'hangUp', leg: contact.leg, reason }] as const
