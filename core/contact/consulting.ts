//   talking -> consulting (rings -> talks) -> talking, on hold     ended, failed, or given up
//                    |                  +---> talking              completed: the colleague's, or diverted outside
//                    +-- completed while it rings: a blind transfer
import type { Event, EventOf } from '../event.ts'
import { consult } from '../hearing.ts'
import type { ReasonCode } from '../reason-code.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { loseAgent, losses } from './agent-lost.ts'
import { completeConsult } from './complete-consult.ts'
import { ended, hangUpConsulted, stopRing, whoOf } from './consulted.ts'
import { endCall } from './end-call.ts'
import { musicOf } from './enqueue.ts'
import { ringTimer } from './forwarding.ts'
import { callByNextTrunk, noteRouted } from './outbound-call.ts'
import type {
  Consulting,
  ForwardedCall,
  ForwardingCall,
  Ended,
  AgentLost,
  Talking,
  Waiting,
} from './phases.ts'
import { recordTalk } from './recording.ts'
import { hearing, talkOf } from './talk.ts'

type AfterConsulting =
  Consulting | Talking | AgentLost | Waiting | ForwardingCall | ForwardedCall | Ended

export function whileConsulting(
  contact: Consulting,
  event: Event,
  tenant: Tenant,
): Step<AfterConsulting> {
  const { consulted } = contact
  switch (event.type) {
    case 'leg.answered':
    case 'leg.ringing':
      return event.leg === consulted.leg ? onConsultedLeg(contact, event, tenant) : stay(contact)
    case 'leg.ended':
      return onLegEnded(contact, event, tenant)
    case 'timer.fired':
      return event.timer.kind === 'ring' ? endConsult(contact, 'no-answer', tenant) : stay(contact)
    case 'leg.digit':
      return event.leg === contact.leg ? dial(contact, event.digit) : stay(contact)
    case 'agent.asked':
      return grant(contact, event, tenant)
    case 'leg.referred':
      return event.leg === contact.leg ? onReferral(contact, event, tenant) : stay(contact)
    default:
      return onOutboundDecision(contact, event, tenant)
  }
}

const onConsultedLeg = (
  contact: Consulting,
  event: EventOf<'leg.answered' | 'leg.ringing'>,
  tenant: Tenant,
): Step<Consulting> => {
  if (event.type === 'leg.answered') return connect(contact, tenant)
  return event.sounds ? passEarlyMedia(contact) : stay(contact)
}

/** By which trunk the number is called next, if by any. */
function onOutboundDecision(
  contact: Consulting,
  event: Event,
  tenant: Tenant,
): Step<AfterConsulting> {
  const { consulted } = contact
  if (event.type === 'outbound.refused' && event.leg === consulted.leg)
    return endConsult(contact, event.reason, tenant)
  if (event.type !== 'outbound.routed' || !consulted.outbound) return stay(contact)
  const outbound = noteRouted(consulted.outbound, event)
  return { ...stay(contact), state: { ...contact, consulted: { ...consulted, outbound } } }
}

function connect(contact: Consulting, tenant: Tenant): Step<Consulting> {
  const { id, agent: by, leg, caller, queue, consulted } = contact
  const rows = consult(leg, consulted.leg, caller, musicOf(queue, tenant))
  return {
    state: { ...contact, consulted: { ...consulted, answered: true } },
    conclusions: [
      { type: 'consult.connected', contact: id, by, leg: consulted.leg, ...whoOf(contact) },
    ],
    effects: [stopRing(contact), { do: 'hear', rows }],
  }
}

const passEarlyMedia = (contact: Consulting): Step<Consulting> => ({
  ...stay(contact),
  effects: [{ do: 'hear', rows: [[contact.leg, [{ leg: contact.consulted.leg }]]] }],
})

/** Keys of the agent go to whom he talks to. */
const dial = (contact: Consulting, digits: string): Step<Consulting> => ({
  ...stay(contact),
  effects: contact.consulted.answered
    ? [{ do: 'sendDigits', leg: contact.consulted.leg, digits }]
    : [],
})

function grant(
  contact: Consulting,
  { agent, ask, at }: EventOf<'agent.asked'>,
  tenant: Tenant,
): Step<AfterConsulting> {
  if (agent === contact.consulted.agent)
    return ask.ask === 'hangUp' ? endConsult(contact, 'finished', tenant) : stay(contact)
  if (agent !== contact.agent) return stay(contact)
  switch (ask.ask) {
    case 'completeTransfer':
      return completeConsult(contact, at, tenant)
    // What the agent ends is the talk that he is in.
    case 'hangUp':
    case 'reconnect':
      return reconnect(contact, tenant)
    default:
      return stay(contact)
  }
}

/** The agent's own phone asks for the transfer. */
function onReferral(
  contact: Consulting,
  { leg, at, replaces }: EventOf<'leg.referred'>,
  tenant: Tenant,
): Step<AfterConsulting> {
  if (replaces === undefined) return stay(contact)
  const { state, conclusions, effects } = completeConsult(contact, at, tenant)
  return { state, conclusions, effects: [{ do: 'settleReferral', leg, status: 200 }, ...effects] }
}

function onLegEnded(
  contact: Consulting,
  { leg, reason, at }: EventOf<'leg.ended'>,
  tenant: Tenant,
): Step<AfterConsulting> {
  const { consulted } = contact
  if (leg === contact.caller) return endAll(contact, reason)
  if (leg === consulted.leg)
    return dialNext(contact, reason, at) ?? endConsult(contact, reason, tenant)
  if (leg !== contact.leg) return stay(contact)
  // Who hangs up in a consultation means to be done with it.
  return losses.includes(reason)
    ? loseAgentInConsult(contact, reason, at, tenant)
    : completeConsult(contact, at, tenant)
}

function dialNext(
  contact: Consulting,
  reason: ReasonCode,
  at: number,
): Step<Consulting> | undefined {
  const { consulted } = contact
  const next = consulted.answered ? undefined : callByNextTrunk(contact, consulted.outbound, reason)
  if (!next) return undefined
  const { made, outbound, conclusion } = next
  return {
    state: { ...contact, made, consulted: { ...consulted, outbound, leg: outbound.leg } },
    conclusions: [conclusion],
    effects: [ringTimer(contact, at)],
  }
}

/** The customer is gone, and so is what the two talked about. */
function endAll(contact: Consulting, reason: ReasonCode): Step<Ended> {
  const { id, agent, queue, leg } = contact
  return endCall(contact, 'handled', reason, {
    conclusions: [
      ended(contact, 'finished'),
      { type: 'agent.released', agent, contact: id, queue, why: 'talked' },
    ],
    effects: [...hangUpConsulted(contact), { do: 'hangUp', leg, reason: 'finished' }],
  })
}

/** The customer stays on hold until the agent is ready for him. */
function endConsult(contact: Consulting, reason: ReasonCode, tenant: Tenant): Step<Talking> {
  const { recorded, effects } = recordTalk(contact, contact.leg, tenant)
  const state: Talking = { ...talkOf(contact, contact.agent, contact.leg), recorded, held: true }
  return {
    state,
    conclusions: [ended(contact, reason)],
    effects: [...hangUpConsulted(contact), hearing(state, tenant), ...effects],
  }
}

function reconnect(contact: Consulting, tenant: Tenant): Step<Talking> {
  const { id, agent } = contact
  const { state, conclusions, effects } = endConsult(contact, 'finished', tenant)
  const talking = { ...state, held: false }
  return {
    state: talking,
    conclusions: [...conclusions, { type: 'contact.resumed', contact: id, agent }],
    effects: [...effects, hearing(talking, tenant)],
  }
}

/** The agent's line is lost: the customer waits for him as in any talk. */
function loseAgentInConsult(
  contact: Consulting,
  reason: ReasonCode,
  at: number,
  tenant: Tenant,
): Step<AgentLost> {
  const talking = talkOf(contact, contact.agent, contact.leg)
  const lost = loseAgent(talking, { reason, at }, tenant)
  return {
    state: lost.state,
    conclusions: [ended(contact, 'finished'), ...lost.conclusions],
    effects: [...hangUpConsulted(contact), ...lost.effects],
  }
}
