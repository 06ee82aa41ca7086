import type { Event, EventOf, MissReason } from '../event.ts'
import type { PlayId } from '../names.ts'
import type { Slug } from '../slug.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { beginTalk, beginWaiting } from './begin.ts'
import { endCall, timerOf } from './call.ts'
import type { Ended, Offered, Talking, Waiting } from './phases.ts'

/** How long a ring goes on after the agent's page went away: long enough for a reload, ms. */
const absenceMs = 3000

type AgentEvent = Extract<Event, { type: 'agent.vanished' | 'agent.appeared' | 'agent.asked' }>

export function whileOffered(
  contact: Offered,
  event: Event,
  tenant: Tenant,
): Step<Offered | Waiting | Talking | Ended> {
  switch (event.type) {
    case 'leg.answered':
      return event.leg === contact.leg ? beginTalk(contact) : stay(contact)
    case 'leg.ended':
      return hearEnd(contact, event, tenant)
    case 'timer.fired':
      if (event.timer !== timerOf('ring', contact.id)) return stay(contact)
      return miss(contact, event.at < contact.ringEndsAt ? 'unreachable' : 'no-answer', tenant)
    case 'agent.vanished':
    case 'agent.appeared':
    case 'agent.asked':
      return event.agent === contact.agent ? hearAgent(contact, event, tenant) : stay(contact)
    case 'leg.played':
      return silence(contact, event.play)
    default:
      return stay(contact)
  }
}

function hearEnd(
  contact: Offered,
  { leg, reason }: EventOf<'leg.ended'>,
  tenant: Tenant,
): Step<Offered | Waiting | Ended> {
  if (leg === contact.caller) return abandon(contact, reason)
  if (leg !== contact.leg) return stay(contact)
  return miss(contact, missReasons[reason] ?? 'unreachable', tenant)
}

function hearAgent(contact: Offered, event: AgentEvent, tenant: Tenant): Step<Offered | Waiting> {
  switch (event.type) {
    case 'agent.vanished':
      return ringUntil(contact, Math.min(contact.ringEndsAt, event.at + absenceMs))
    case 'agent.appeared':
      return ringUntil(contact, contact.ringEndsAt)
    case 'agent.asked':
      return event.ask.ask === 'hangUp' ? miss(contact, 'rejected', tenant) : stay(contact)
  }
}

const missReasons: { readonly [reason in Slug]?: MissReason } = {
  busy: 'busy',
  rejected: 'rejected',
  'no-answer': 'no-answer',
}

/** The caller waits on, his age kept; the agent's own reducer hears `agent.missed`. */
function miss(contact: Offered, reason: MissReason, tenant: Tenant): Step<Waiting> {
  const { id, agent, queue, since } = contact
  const waiting = beginWaiting(contact, { queue, since }, tenant)
  return {
    state: contact.play ? { ...waiting.state, play: contact.play } : waiting.state,
    conclusions: [
      { type: 'agent.missed', agent, contact: id, reason },
      { type: 'contact.queued', contact: id, queue, since },
    ],
    effects: [
      { do: 'stopTimer', timer: timerOf('ring', id) },
      {
        do: 'hangUp',
        leg: contact.leg,
        reason: reason === 'no-answer' ? 'no-answer' : 'cancelled',
      },
    ],
  }
}

function abandon(contact: Offered, reason: Slug): Step<Ended> {
  const { id, agent, queue, leg } = contact
  return endCall(contact, 'abandoned-in-queue', reason, {
    conclusions: [{ type: 'agent.released', agent, contact: id, queue, why: 'not-connected' }],
    effects: [
      { do: 'stopTimer', timer: timerOf('ring', id) },
      { do: 'hangUp', leg, reason: 'cancelled' },
    ],
  })
}

const ringUntil = (contact: Offered, at: number): Step<Offered> => ({
  state: contact,
  conclusions: [],
  effects: [{ do: 'startTimer', timer: timerOf('ring', contact.id), at }],
})

function silence(contact: Offered, played: PlayId): Step<Offered> {
  const { play, ...silent } = contact
  return play === played ? { ...stay(contact), state: silent } : stay(contact)
}
