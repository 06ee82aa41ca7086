import type { Effect } from '../effect.ts'
import type { Event } from '../event.ts'
import type { LegId } from '../names.ts'
import type { Slug } from '../slug.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { beginWaiting, hearing, ringAgain, talkOf } from './begin.ts'
import { endCall, timerOf } from './call.ts'
import type { Ended, Parted, Talking, Waiting } from './phases.ts'
import { recordTalk, tellResumed } from './recording.ts'

export function whileParted(
  contact: Parted,
  event: Event,
  tenant: Tenant,
): Step<Parted | Talking | Waiting | Ended> {
  switch (event.type) {
    case 'leg.ended':
      if (event.leg === contact.caller) return endParted(contact, event.reason)
      return event.leg === contact.leg
        ? { ...stay(contact), state: legless(contact) }
        : stay(contact)
    case 'leg.answered':
      return event.leg === contact.leg ? rejoin(contact, event.leg, tenant) : stay(contact)
    case 'timer.fired':
      return event.timer === timerOf('part', contact.id) ? giveUp(contact, tenant) : stay(contact)
    case 'device.registered':
    case 'agent.asked':
      return event.agent === contact.agent ? hearAgent(contact, event, tenant) : stay(contact)
    default:
      return stay(contact)
  }
}

function hearAgent(
  contact: Parted,
  event: Extract<Event, { type: 'device.registered' | 'agent.asked' }>,
  tenant: Tenant,
): Step<Parted | Ended> {
  if (event.type === 'device.registered') return ringAgain(contact, tenant)
  return event.ask.ask === 'hangUp' ? endParted(contact, 'finished') : stay(contact)
}

function rejoin(contact: Parted, leg: LegId, tenant: Tenant): Step<Talking> {
  const { id, agent } = contact
  const { recorded, effects } = recordTalk(contact, leg, tenant)
  const talking = { ...talkOf(contact, agent, leg), recorded }
  return {
    state: talking,
    conclusions: [{ type: 'contact.rejoined', contact: id, agent }],
    effects: [
      { do: 'stopTimer', timer: timerOf('part', id) },
      hearing(talking, tenant),
      ...effects,
    ],
  }
}

/** The agent stayed away: somebody else serves the caller, who has waited since the parting. */
function giveUp(contact: Parted, tenant: Tenant): Step<Waiting> {
  const { id, agent, queue, since, need } = contact
  const place = { queue, since, ...need }
  const waiting = beginWaiting(contact, place, tenant)
  return {
    state: waiting.state,
    conclusions: [
      ...tellResumed(contact, 'end-of-talk'),
      { type: 'agent.released', agent, contact: id, queue, why: 'talked' },
      { type: 'contact.queued', contact: id, ...place },
    ],
    effects: [...waiting.effects, ...hangUpReturn(contact, 'no-answer')],
  }
}

function endParted(contact: Parted, reason: Slug): Step<Ended> {
  const { id, agent, queue } = contact
  const callerEnds = reason !== 'finished'
  return endCall(contact, 'handled', reason, {
    conclusions: [{ type: 'agent.released', agent, contact: id, queue, why: 'talked' }],
    effects: [
      { do: 'stopTimer', timer: timerOf('part', id) },
      ...(callerEnds ? [] : [{ do: 'hangUp' as const, leg: contact.caller, reason }]),
      ...hangUpReturn(contact, 'finished'),
    ],
  })
}

const hangUpReturn = (contact: Parted, reason: Slug): Effect[] =>
  contact.leg ? [{ do: 'hangUp', leg: contact.leg, reason }] : []

function legless({ leg: _, ...contact }: Parted): Parted {
  return contact
}
