import type { Event } from '../event.ts'
import type { PlayId } from '../names.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { stopRing } from './booking.ts'
import { endCall } from './end-call.ts'
import { enqueue } from './enqueue.ts'
import { missRings, ringOn } from './missed.ts'
import type { Ended, Offered, Talking, Waiting } from './phases.ts'
import { ringToo } from './ringing.ts'
import { cancelRings, endOthers, turnOfRings } from './rings.ts'
import { beginTalk } from './talk.ts'

export function whileOffered(
  contact: Offered,
  event: Event,
  tenant: Tenant,
): Step<Offered | Waiting | Talking | Ended> {
  if (event.type === 'contact.offered') return ringToo(contact, event.agent, tenant)
  if (event.type === 'leg.played') return silence(contact, event.play)
  if (event.type === 'leg.ended' && event.leg === contact.caller)
    return endCall(contact, 'abandoned-in-queue', event.reason, cancelRings(contact))
  const turn = turnOfRings(contact, event)
  switch (turn?.is) {
    case 'answered':
      return endOthers(contact, turn.ring, beginTalk(contact, turn.ring, tenant))
    case 'missed':
      return missRings(contact, turn.missed, () => waitOn(contact, tenant))
    case 'changed':
      return ringOn(contact, turn.rings)
    case undefined:
      return stay(contact)
  }
}

/** The caller waits on with the age of his wait and what he asks for. */
function waitOn(contact: Offered, tenant: Tenant): Step<Waiting> {
  const { id, queue, since, need, play, recorded } = contact
  const place = { queue, since, ...need }
  const { state } = enqueue(contact, place, tenant)
  // What he hears and what is recorded was ordered before the ringing, and goes on.
  const waiting = { ...state, recorded }
  return {
    state: play ? { ...waiting, play } : waiting,
    conclusions: [{ type: 'contact.queued', contact: id, ...place }],
    effects: [stopRing(contact)],
  }
}

function silence(contact: Offered, played: PlayId): Step<Offered> {
  const { play, ...silent } = contact
  return play === played ? { ...stay(contact), state: silent } : stay(contact)
}
