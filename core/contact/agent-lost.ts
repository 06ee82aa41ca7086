import type { Effect } from '../effect.ts'
import type { Event, EventOf } from '../event.ts'
import { hearMusic } from '../hearing.ts'
import type { LegId } from '../names.ts'
import type { ReasonCode } from '../reason-code.ts'
import { stay, type Step } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { lineOf, nextLeg, timerOf } from './call.ts'
import { endCall } from './end-call.ts'
import { enqueue, musicOf } from './enqueue.ts'
import type { AgentLost, Ended, Talking, Waiting } from './phases.ts'
import { recordAgentLost, recordTalk, tellResumed } from './recording.ts'
import { assignAgent, ringAgent } from './ringing.ts'
import { hearing, talkOf } from './talk.ts'

/** How a leg ends when its party did not mean to end the talk. */
export const losses: readonly ReasonCode[] = ['media-lost', 'unreachable', 'voice-lost']

/** How long a lost agent may take to come back, ms. */
const graceMs = 15_000

/** The caller hears music, and the agent is rung again at once: the phone may still be there. */
export function loseAgent(
  talking: Talking,
  event: Pick<EventOf<'leg.ended'>, 'reason' | 'at'>,
  tenant: Tenant,
): Step<AgentLost> {
  const { id, agent, queue, caller } = talking
  const recording = recordAgentLost(talking, tenant)
  const call = { ...lineOf(talking), recorded: recording.recorded }
  const { state, conclusions, effects } = ringAgain(
    { ...call, phase: 'agentLost', queue, agent, since: event.at },
    tenant,
  )
  return {
    state,
    conclusions: [
      { type: 'contact.agentLost', contact: id, agent, reason: event.reason },
      ...conclusions,
    ],
    effects: [
      { do: 'hear', rows: [hearMusic(caller, musicOf(queue, tenant))] },
      ...recording.effects,
      { do: 'startTimer', timer: timerOf('agentLost', id), at: event.at + graceMs },
      ...effects,
    ],
  }
}

/** On a new leg; the ring before it, if any, is given up. */
function ringAgain(lost: AgentLost, tenant: Tenant): Step<AgentLost> {
  const leg = nextLeg(lost)
  const before = lost.leg
  return {
    state: { ...lost, made: lost.made + 1, leg },
    conclusions: [assignAgent(lost, lost.agent, leg)],
    effects: [
      ...(before ? [{ do: 'hangUp' as const, leg: before, reason: 'cancelled' as const }] : []),
      ringAgent(lost, lost.agent, leg, tenant, { returns: true }),
    ],
  }
}

export function whileAgentLost(
  contact: AgentLost,
  event: Event,
  tenant: Tenant,
): Step<AgentLost | Talking | Waiting | Ended> {
  switch (event.type) {
    case 'leg.ended':
      if (event.leg === contact.caller) return endAgentLost(contact, event.reason)
      return event.leg === contact.leg
        ? { ...stay(contact), state: legless(contact) }
        : stay(contact)
    case 'leg.answered':
      return event.leg === contact.leg ? takeBack(contact, event.leg, tenant) : stay(contact)
    case 'timer.fired':
      return event.timer.kind === 'agentLost' ? giveUp(contact, tenant) : stay(contact)
    case 'device.registered':
    case 'agent.asked':
      return event.agent === contact.agent ? onAgentEvent(contact, event, tenant) : stay(contact)
    default:
      return stay(contact)
  }
}

function onAgentEvent(
  contact: AgentLost,
  event: Extract<Event, { type: 'device.registered' | 'agent.asked' }>,
  tenant: Tenant,
): Step<AgentLost | Ended> {
  if (event.type === 'device.registered') return ringAgain(contact, tenant)
  return event.ask.ask === 'hangUp' ? endAgentLost(contact, 'finished') : stay(contact)
}

function takeBack(contact: AgentLost, leg: LegId, tenant: Tenant): Step<Talking> {
  const { id, agent } = contact
  const { recorded, effects } = recordTalk(contact, leg, tenant)
  const talking = { ...talkOf(contact, agent, leg), recorded }
  return {
    state: talking,
    conclusions: [{ type: 'contact.agentRejoined', contact: id, agent, leg }],
    effects: [
      { do: 'stopTimer', timer: timerOf('agentLost', id) },
      hearing(talking, tenant),
      ...effects,
    ],
  }
}

/** The agent stayed away: somebody else serves the caller, who has waited since the loss. */
function giveUp(contact: AgentLost, tenant: Tenant): Step<Waiting> {
  const { id, agent, queue, since, need } = contact
  const place = { queue, since, ...need }
  const waiting = enqueue(contact, place, tenant)
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

function endAgentLost(contact: AgentLost, reason: ReasonCode): Step<Ended> {
  const { id, agent, queue } = contact
  const callerEnds = reason !== 'finished'
  return endCall(contact, 'handled', reason, {
    conclusions: [{ type: 'agent.released', agent, contact: id, queue, why: 'talked' }],
    effects: [
      { do: 'stopTimer', timer: timerOf('agentLost', id) },
      ...(callerEnds ? [] : [{ do: 'hangUp' as const, leg: contact.caller, reason }]),
      ...hangUpReturn(contact, 'finished'),
    ],
  })
}

const hangUpReturn = (contact: AgentLost, reason: ReasonCode): Effect[] =>
  contact.leg ? [{ do: 'hangUp', leg: contact.leg, reason }] : []

function legless({ leg: _, ...contact }: AgentLost): AgentLost {
  return contact
}
