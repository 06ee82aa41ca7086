import type { Event, MissReason } from '../event.ts'
import type { Slug } from '../slug.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { beginWaiting } from './begin.ts'
import { endBooking, missCustomer, stopRing, stopWindow } from './booking.ts'
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
      return event.leg === leg
        ? miss(contact, missReasons[event.reason] ?? 'unreachable', event.at, tenant)
        : stay(contact)
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
