import type { Conclusion, Event, EventOf, Outcome } from '../event.ts'
import type { AgentId, PlayId } from '../names.ts'
import type { ReasonCode } from '../reason-code.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { endBooking } from './booking.ts'
import { endCall, timerOf } from './call.ts'
import { beginDialingForAgent } from './dialing-for-agent.ts'
import { missReasons, missRings, ringOn } from './missed.ts'
import type {
  AwaitingCallback,
  Ended,
  DialingForAgent,
  Offered,
  Ring,
  Talking,
  Waiting,
} from './phases.ts'
import { ringToo } from './ringing.ts'
import { beginTalk } from './talk.ts'

/** How long a ring goes on after the agent's page went away: long enough for a reload, ms. */
const absenceMs = 3000

type AgentEvent = EventOf<'agent.vanished' | 'agent.appeared' | 'agent.asked'>

export function whileOffered(
  contact: Offered,
  event: Event,
  tenant: Tenant,
): Step<Offered | Waiting | Talking | DialingForAgent | AwaitingCallback | Ended> {
  switch (event.type) {
    case 'contact.offered':
      return ringToo(contact, event.agent, tenant)
    case 'leg.answered': {
      const ring = contact.rings.find(({ leg }) => leg === event.leg)
      return ring ? connect(contact, ring, event.at, tenant) : stay(contact)
    }
    case 'leg.ended':
      return onLegEnded(contact, event, tenant)
    case 'timer.fired':
      return event.timer.kind === 'ring' ? endRings(contact, event.at, tenant) : stay(contact)
    case 'agent.vanished':
    case 'agent.appeared':
    case 'agent.asked':
      return onAgentEvent(contact, event, tenant)
    case 'leg.played':
      return silence(contact, event.play)
    case 'callback.cancelled':
      return abandon(contact, 'callback-cancelled', 'cancelled')
    default:
      return stay(contact)
  }
}

/** The first who answers has the caller; the other phones say that somebody else answered. */
function connect(
  contact: Offered,
  ring: Ring,
  at: number,
  tenant: Tenant,
): Step<Talking | DialingForAgent | Ended> {
  const { booking } = contact
  const others = contact.rings.filter((other) => other !== ring)
  const { state, conclusions, effects } = booking
    ? beginDialingForAgent({ ...contact, booking }, ring, at, tenant)
    : beginTalk(contact, ring, tenant)
  return {
    state,
    conclusions: [...conclusions, ...others.map(({ agent }) => release(contact, agent))],
    effects: [
      ...effects,
      ...others.map(({ leg }) => ({ do: 'hangUp', leg, reason: 'elsewhere' }) as const),
    ],
  }
}

function onLegEnded(
  contact: Offered,
  { leg, reason, at }: EventOf<'leg.ended'>,
  tenant: Tenant,
): Step<Offered | Waiting | AwaitingCallback | Ended> {
  if (leg === contact.caller && !contact.booking)
    return abandon(contact, 'abandoned-in-queue', reason)
  const ring = contact.rings.find((each) => each.leg === leg)
  if (!ring) return stay(contact)
  return missRings(contact, [{ ring, reason: missReasons[reason] ?? 'unreachable' }], at, tenant)
}

/** A page that goes away takes its own phone along, and no other. */
function onAgentEvent(
  contact: Offered,
  event: AgentEvent,
  tenant: Tenant,
): Step<Offered | Waiting | AwaitingCallback> {
  const ring = contact.rings.find(({ agent }) => agent === event.agent)
  if (!ring) return stay(contact)
  switch (event.type) {
    case 'agent.vanished':
      return ringUntil(contact, ring, Math.min(contact.ringEndsAt, event.at + absenceMs))
    case 'agent.appeared':
      return ringUntil(contact, ring, contact.ringEndsAt)
    case 'agent.asked':
      return event.ask.ask === 'hangUp'
        ? missRings(contact, [{ ring, reason: 'rejected' }], event.at, tenant)
        : stay(contact)
  }
}

const ringUntil = (contact: Offered, changed: Ring, endsAt: number): Step<Offered> =>
  ringOn(
    contact,
    contact.rings.map((ring) => (ring === changed ? { ...ring, endsAt } : ring)),
  )

function endRings(
  contact: Offered,
  at: number,
  tenant: Tenant,
): Step<Offered | Waiting | AwaitingCallback> {
  const due = contact.rings.filter(({ endsAt }) => endsAt <= at)
  const reasonOf = ({ endsAt }: Ring) => (endsAt < contact.ringEndsAt ? 'unreachable' : 'no-answer')
  return missRings(
    contact,
    due.map((ring) => ({ ring, reason: reasonOf(ring) })),
    at,
    tenant,
  )
}

function abandon(contact: Offered, outcome: Outcome, reason: ReasonCode): Step<Ended> {
  const end = contact.booking ? endBooking : endCall
  return end(contact, outcome, reason, {
    conclusions: contact.rings.map(({ agent }) => release(contact, agent)),
    effects: [
      { do: 'stopTimer', timer: timerOf('ring', contact.id) },
      ...contact.rings.map(({ leg }) => ({ do: 'hangUp', leg, reason: 'cancelled' }) as const),
    ],
  })
}

const release = ({ id, queue }: Offered, agent: AgentId): Conclusion => ({
  type: 'agent.released',
  agent,
  contact: id,
  queue,
  why: 'not-connected',
})

function silence(contact: Offered, played: PlayId): Step<Offered> {
  const { play, ...silent } = contact
  return play === played ? { ...stay(contact), state: silent } : stay(contact)
}
