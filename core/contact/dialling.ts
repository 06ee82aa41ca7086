import type { Event, EventOf, MissReason } from '../event.ts'
import type { Slug } from '../slug.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { beginWaiting } from './begin.ts'
import {
  endBooking,
  hearPlaced,
  missCustomer,
  ringOnOutside,
  stopRing,
  stopWindow,
} from './booking.ts'
import { speak, timerOf } from './call.ts'
import { missReasons } from './missed.ts'
import type { AwaitingCallback, Dialling, Ended, Waiting } from './phases.ts'

export function whileDialling(
  contact: Dialling,
  event: Event,
  tenant: Tenant,
): Step<Dialling | AwaitingCallback | Waiting | Ended> {
  const { id, leg } = contact
  switch (event.type) {
    case 'leg.answered':
      return event.leg === leg ? welcome(contact, tenant) : stay(contact)
    case 'leg.ended':
      return event.leg === leg ? hearEnd(contact, event, tenant) : stay(contact)
    case 'contact.placed':
      return { ...stay(contact), state: hearPlaced(contact, event) }
    case 'contact.notPlaced':
      return event.leg === leg ? miss(contact, 'unreachable', event.at, tenant) : stay(contact)
    case 'timer.fired':
      return event.timer === timerOf('ring', id)
        ? miss(contact, 'no-answer', event.at, tenant)
        : stay(contact)
    case 'callback.cancelled':
      return endBooking(contact, 'callback-cancelled', 'cancelled', {
        effects: stopDialling(contact, 'cancelled'),
      })
    default:
      return stay(contact)
  }
}

function hearEnd(
  contact: Dialling,
  { reason, at }: EventOf<'leg.ended'>,
  tenant: Tenant,
): Step<Dialling | AwaitingCallback | Ended> {
  const next = ringOnOutside(contact, reason)
  return next
    ? {
        state: { ...next.call, phase: 'dialling', ...next.dial },
        conclusions: next.conclusions,
        effects: [],
      }
    : miss(contact, missReasons[reason] ?? 'unreachable', at, tenant)
}

/** The customer is on the line again, and waits as everybody does, at the place that he kept. */
function welcome(contact: Dialling, tenant: Tenant): Step<Waiting> {
  const { id, leg: caller, booking, need } = contact
  const { queue, since } = booking
  const place = { queue, since, ...need }
  const { state, effects } = beginWaiting({ ...contact, caller }, place, tenant)
  const { said, effect } = speak(state, ['callback-greeting'])
  return {
    state: { ...state, ...said, isCalledBack: true },
    conclusions: [{ type: 'contact.queued', contact: id, ...place }],
    effects: [stopRing(contact), stopWindow(contact), ...effects, effect],
  }
}

const miss = (
  contact: Dialling,
  reason: MissReason,
  at: number,
  tenant: Tenant,
): Step<AwaitingCallback | Ended> =>
  missCustomer(contact, contact.booking, reason, at, tenant, {
    conclusions: [],
    effects: stopDialling(contact, reason === 'no-answer' ? reason : 'cancelled'),
  })

/** A leg that has ended already takes no harm. */
const stopDialling = (contact: Dialling, reason: Slug) =>
  [stopRing(contact), { do: 'hangUp', leg: contact.leg, reason }] as const
