import type { Conclusion, Event, EventOf } from '../event.ts'
import type { AgentId, LegId, QueueId } from '../names.ts'
import type { Step } from '../step.ts'
import { type Call, timerOf } from './call.ts'
import type { Before } from './end-call.ts'
import { type Missed, missReasons } from './missed.ts'
import type { Ring, Ringing } from './phases.ts'

/** How long a ring goes on after the agent's page went away: long enough for a reload, ms. */
const absenceMs = 3000

/** What an event means for the phones that ring. */
type RingsTurn =
  | { readonly is: 'answered'; readonly ring: Ring }
  | { readonly is: 'missed'; readonly missed: readonly Missed[] }
  | { readonly is: 'changed'; readonly rings: readonly Ring[] }

/** Undefined where the event says nothing of them. */
export function turnOfRings(contact: Ringing, event: Event): RingsTurn | undefined {
  switch (event.type) {
    case 'leg.answered': {
      const ring = ringOf(contact, event.leg)
      return ring && { is: 'answered', ring }
    }
    case 'leg.ended':
      return missOne(ringOf(contact, event.leg), missReasons[event.reason] ?? 'unreachable')
    case 'timer.fired':
      return event.timer.kind === 'ring'
        ? { is: 'missed', missed: dueRings(contact, event.at) }
        : undefined
    case 'agent.vanished':
    case 'agent.appeared':
    case 'agent.asked':
      return turnOfAgent(contact, event)
    default:
      return undefined
  }
}

const ringOf = ({ rings }: Ringing, leg: LegId): Ring | undefined =>
  rings.find((ring) => ring.leg === leg)

const missOne = (ring: Ring | undefined, reason: Missed['reason']): RingsTurn | undefined =>
  ring && { is: 'missed', missed: [{ ring, reason }] }

/** A page that goes away takes its own phone along, and no other. */
function turnOfAgent(
  contact: Ringing,
  event: EventOf<'agent.vanished' | 'agent.appeared' | 'agent.asked'>,
): RingsTurn | undefined {
  const { ringEndsAt } = contact
  const ring = contact.rings.find(({ agent }) => agent === event.agent)
  if (!ring) return undefined
  switch (event.type) {
    case 'agent.vanished':
      return ringUntil(contact, ring, Math.min(ringEndsAt, event.at + absenceMs))
    case 'agent.appeared':
      return ringUntil(contact, ring, ringEndsAt)
    case 'agent.asked':
      return event.ask.ask === 'hangUp' ? missOne(ring, 'rejected') : undefined
  }
}

const ringUntil = ({ rings }: Ringing, changed: Ring, endsAt: number): RingsTurn => ({
  is: 'changed',
  rings: rings.map((ring) => (ring === changed ? { ...ring, endsAt } : ring)),
})

/** Those whose time is over, the absent agents' early. */
const dueRings = ({ rings, ringEndsAt }: Ringing, at: number): readonly Missed[] =>
  rings
    .filter(({ endsAt }) => endsAt <= at)
    .map((ring) => ({ ring, reason: ring.endsAt < ringEndsAt ? 'unreachable' : 'no-answer' }))

type OfferedPlace = Call & Ringing & { readonly queue: QueueId }

/** The first who answers has the contact; the other phones say that somebody else answered. */
export function endOthers<Next>(
  contact: OfferedPlace,
  answered: Ring,
  next: Step<Next>,
): Step<Next> {
  const others = contact.rings.filter((ring) => ring !== answered)
  return {
    state: next.state,
    conclusions: [...next.conclusions, ...others.map(({ agent }) => release(contact, agent))],
    effects: [
      ...next.effects,
      ...others.map(({ leg }) => ({ do: 'hangUp', leg, reason: 'elsewhere' }) as const),
    ],
  }
}

/** Nobody is to answer any more: before the contact ends. */
export const cancelRings = (contact: OfferedPlace): Before => ({
  conclusions: contact.rings.map(({ agent }) => release(contact, agent)),
  effects: [
    { do: 'stopTimer', timer: timerOf('ring', contact.id) },
    ...contact.rings.map(({ leg }) => ({ do: 'hangUp', leg, reason: 'cancelled' }) as const),
  ],
})

const release = ({ id, queue }: OfferedPlace, agent: AgentId): Conclusion => ({
  type: 'agent.released',
  agent,
  contact: id,
  queue,
  why: 'not-connected',
})
