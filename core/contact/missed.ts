import type { Effect } from '../effect.ts'
import type { Conclusion, MissReason } from '../event.ts'
import type { ReasonCode } from '../reason-code.ts'
import type { Step } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { passOn, stopRing } from './booking.ts'
import { timerOf } from './call.ts'
import { enqueue } from './enqueue.ts'
import type { AwaitingCallback, Offered, Ring, Waiting } from './phases.ts'

/** How ringing ended, where the phone was not simply unreachable. */
export const missReasons: { readonly [reason in ReasonCode]?: MissReason } = {
  busy: 'busy',
  rejected: 'rejected',
  'no-answer': 'no-answer',
}

type Missed = { readonly ring: Ring; readonly reason: MissReason }

/** These rings are over; the agents' own reducers hear `agent.missed`. After the last one the caller waits on. */
export function missRings(
  contact: Offered,
  missed: readonly Missed[],
  at: number,
  tenant: Tenant,
): Step<Offered | Waiting | AwaitingCallback> {
  const rings = contact.rings.filter((ring) => !missed.some((gone) => gone.ring === ring))
  const next = rings.length > 0 ? ringOn(contact, rings) : waitOn(contact, missed, at, tenant)
  const tell = ({ ring, reason }: Missed): Conclusion => ({
    type: 'agent.missed',
    agent: ring.agent,
    contact: contact.id,
    reason,
  })
  return {
    state: next.state,
    conclusions: [...missed.map(tell), ...next.conclusions],
    effects: [...next.effects, ...missed.map(hangUp)],
  }
}

const hangUp = ({ ring, reason }: Missed): Effect => ({
  do: 'hangUp',
  leg: ring.leg,
  reason: reason === 'no-answer' ? reason : 'cancelled',
})

/** These go on. One timer is for all: it fires when the first of them ends. */
export const ringOn = (contact: Offered, rings: readonly Ring[]): Step<Offered> => ({
  state: { ...contact, rings },
  conclusions: [],
  effects: [
    {
      do: 'startTimer',
      timer: timerOf('ring', contact.id),
      at: Math.min(...rings.map(({ endsAt }) => endsAt)),
    },
  ],
})

/** With the age, and what it asks for. */
function waitOn(
  contact: Offered,
  missed: readonly Missed[],
  at: number,
  tenant: Tenant,
): Step<Waiting | AwaitingCallback> {
  const { id, queue, since, need, play, booking } = contact
  const effects = [stopRing(contact)]
  const reason = missed.at(-1)?.reason ?? 'unreachable'
  if (booking) return passOn(contact, booking, reason, at, { conclusions: [], effects })
  const place = { queue, since, ...need }
  const { state } = enqueue(contact, place, tenant)
  // What he hears and what is recorded was ordered before the ringing, and goes on.
  const waiting = { ...state, recorded: contact.recorded }
  return {
    state: play ? { ...waiting, play } : waiting,
    conclusions: [{ type: 'contact.queued', contact: id, ...place }],
    effects,
  }
}
