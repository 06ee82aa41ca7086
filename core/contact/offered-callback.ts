import type { Event } from '../event.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { endBooking, passOn, stopRing } from './booking.ts'
import { beginDialingForAgent } from './dialing-for-agent.ts'
import { missRings, ringOn } from './missed.ts'
import type { AwaitingCallback, DialingForAgent, Ended, OfferedCallback } from './phases.ts'
import { ringToo } from './ringing.ts'
import { cancelRings, endOthers, turnOfRings } from './rings.ts'

export function whileOfferedCallback(
  contact: OfferedCallback,
  event: Event,
  tenant: Tenant,
): Step<OfferedCallback | AwaitingCallback | DialingForAgent | Ended> {
  const { booking } = contact
  const rung = { ...contact, queue: booking.queue }
  if (event.type === 'contact.offered') return ringToo(contact, event.agent, tenant)
  if (event.type === 'callback.cancelled')
    return endBooking(contact, 'callback-cancelled', 'cancelled', cancelRings(rung))
  const turn = turnOfRings(contact, event)
  switch (turn?.is) {
    case 'answered':
      return endOthers(rung, turn.ring, beginDialingForAgent(contact, turn.ring, event.at, tenant))
    case 'missed':
      return missRings(contact, turn.missed, (reason) =>
        passOn(contact, booking, reason, event.at, {
          conclusions: [],
          effects: [stopRing(contact)],
        }),
      )
    case 'changed':
      return ringOn(contact, turn.rings)
    case undefined:
      return stay(contact)
  }
}
