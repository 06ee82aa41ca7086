//   talking -> consulting (rings -> talks) -> talking, on hold     ended, failed, or given up
//                    |                  +---> talking              completed: the colleague's, or diverted outside
//                    +-- completed while it rings: a blind transfer
import type { Effect } from '../effect.ts'
import type { Conclusion, Event, EventOf } from '../event.ts'
import { consult, hearEachOther, hearMusic } from '../hearing.ts'
import { type AgentId, named } from '../names.ts'
import { referDigits } from '../outside/outside.ts'
import { ruleOf } from '../policy.ts'
import type { Slug } from '../slug.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { beginParting, hearing, losses, musicOf, talkOf } from './begin.ts'
import { callOf, endCall, nextLeg, timerOf } from './call.ts'
import { dialOn, notePlaced, type Outside } from './dial-out.ts'
import { ringTimer } from './diverted.ts'
import type { Consulting, Diverted, Diverting, Ended, Parted, Talking, Waiting } from './phases.ts'
import { recordParted, recordTalk, recordWaiting, stopRecording } from './recording.ts'
import { ringAgent } from './ringing.ts'
import { releaseBy, transferInside } from './transfer.ts'

const ringback = named<never>('tone/ringback')

/** The colleague whom the ACD reserved is rung. */
export function consultColleague(
  talking: Talking,
  { agent, at }: EventOf<'consult.offered'>,
  tenant: Tenant,
): Step<Consulting> {
  const { id, queue, policy } = talking
  const leg = nextLeg(talking)
  const seconds = ruleOf(tenant, queue, policy)?.ringSeconds ?? 15
  const call = { ...talking, made: talking.made + 1 }
  return begin(call, { leg, agent, answered: false }, tenant, [
    ringAgent(talking, agent, leg, tenant, { returns: false }),
    { do: 'startTimer', timer: timerOf('ring', id), at: at + seconds * 1000 },
  ])
}

/** The number outside rings already. */
export function consultOutside(
  talking: Talking,
  outside: Outside,
  at: number,
  tenant: Tenant,
): Step<Consulting> {
  const { id: contact, agent: by } = talking
  const { leg, number } = outside
  const timer = ringTimer(talking, at)
  const step = begin(talking, { leg, outside, answered: false }, tenant, [timer])
  return { ...step, conclusions: [{ type: 'consult.dialled', contact, by, number }] }
}

/** The customer hears music, the agent the ringing; what they say is not the customer's recording. */
function begin(
  talking: Talking,
  consulted: Consulting['consulted'],
  tenant: Tenant,
  effects: readonly Effect[],
): Step<Consulting> {
  const { queue, agent, leg, caller } = talking
  const recording = recordParted(talking, tenant)
  const call = { ...callOf(talking), recorded: recording.recorded }
  const rows = [hearMusic(caller, musicOf(queue, tenant)), hearMusic(leg, ringback)]
  return {
    state: { ...call, phase: 'consulting', queue, agent, leg, consulted },
    conclusions: [],
    effects: [{ do: 'hear', rows }, ...recording.effects, ...effects],
  }
}

type Next = Consulting | Talking | Parted | Waiting | Diverting | Diverted | Ended

export function whileConsulting(contact: Consulting, event: Event, tenant: Tenant): Step<Next> {
  const { consulted, id } = contact
  switch (event.type) {
    case 'leg.answered':
    case 'leg.ringing':
      return event.leg === consulted.leg ? hearConsulted(contact, event, tenant) : stay(contact)
    case 'leg.ended':
      return hearEnd(contact, event, tenant)
    case 'timer.fired':
      return event.timer === timerOf('ring', id)
        ? endConsult(contact, 'no-answer', tenant)
        : stay(contact)
    case 'leg.digit':
      return event.leg === contact.leg ? dial(contact, event.digit) : stay(contact)
    case 'agent.asked':
      return grant(contact, event, tenant)
    case 'leg.referred':
      return event.leg === contact.leg ? obeyReferral(contact, event, tenant) : stay(contact)
    default:
      return hearDecision(contact, event, tenant)
  }
}

const hearConsulted = (
  contact: Consulting,
  event: EventOf<'leg.answered' | 'leg.ringing'>,
  tenant: Tenant,
): Step<Consulting> => {
  if (event.type === 'leg.answered') return connect(contact, tenant)
  return event.sounds ? hearRinging(contact) : stay(contact)
}

/** By which trunk the number is called next, if by any. */
function hearDecision(contact: Consulting, event: Event, tenant: Tenant): Step<Next> {
  const { consulted } = contact
  if (event.type === 'contact.notPlaced' && event.leg === consulted.leg)
    return endConsult(contact, event.reason, tenant)
  if (event.type !== 'contact.placed' || !consulted.outside) return stay(contact)
  const outside = notePlaced(consulted.outside, event)
  return { ...stay(contact), state: { ...contact, consulted: { ...consulted, outside } } }
}

function connect(contact: Consulting, tenant: Tenant): Step<Consulting> {
  const { id, agent: by, leg, caller, queue, consulted } = contact
  const rows = consult(leg, consulted.leg, caller, musicOf(queue, tenant))
  return {
    state: { ...contact, consulted: { ...consulted, answered: true } },
    conclusions: [{ type: 'consult.connected', contact: id, by, ...whoOf(contact) }],
    effects: [stopRing(contact), { do: 'hear', rows }],
  }
}

const hearRinging = (contact: Consulting): Step<Consulting> => ({
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
): Step<Next> {
  if (agent === contact.consulted.agent)
    return ask.ask === 'hangUp' ? endConsult(contact, 'finished', tenant) : stay(contact)
  if (agent !== contact.agent) return stay(contact)
  switch (ask.ask) {
    case 'completeTransfer':
      return complete(contact, at, tenant)
    // What the agent ends is the talk that he is in.
    case 'hangUp':
    case 'reconnect':
      return reconnect(contact, tenant)
    default:
      return stay(contact)
  }
}

/** The agent's own phone asks for the transfer. */
function obeyReferral(
  contact: Consulting,
  { leg, at, replaces }: EventOf<'leg.referred'>,
  tenant: Tenant,
): Step<Next> {
  if (replaces === undefined) return stay(contact)
  const { state, conclusions, effects } = complete(contact, at, tenant)
  return { state, conclusions, effects: [{ do: 'settleReferral', leg, status: 200 }, ...effects] }
}

function hearEnd(
  contact: Consulting,
  { leg, reason, at }: EventOf<'leg.ended'>,
  tenant: Tenant,
): Step<Next> {
  const { consulted } = contact
  if (leg === contact.caller) return endAll(contact, reason)
  if (leg === consulted.leg)
    return dialNext(contact, reason, at) ?? endConsult(contact, reason, tenant)
  if (leg !== contact.leg) return stay(contact)
  // Who hangs up in a consultation means to be done with it.
  return losses.includes(reason) ? part(contact, reason, at, tenant) : complete(contact, at, tenant)
}

function dialNext(contact: Consulting, reason: Slug, at: number): Step<Consulting> | undefined {
  const { consulted } = contact
  const next = consulted.answered ? undefined : dialOn(contact, consulted.outside, reason)
  if (!next) return undefined
  const { made, outside, conclusion } = next
  return {
    state: { ...contact, made, consulted: { ...consulted, outside, leg: outside.leg } },
    conclusions: [conclusion],
    effects: [ringTimer(contact, at)],
  }
}

/** The customer is gone, and so is what the two talked about. */
function endAll(contact: Consulting, reason: Slug): Step<Ended> {
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
function endConsult(contact: Consulting, reason: Slug, tenant: Tenant): Step<Talking> {
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
function part(contact: Consulting, reason: Slug, at: number, tenant: Tenant): Step<Parted> {
  const talking = talkOf(contact, contact.agent, contact.leg)
  const parting = beginParting(talking, { reason, at }, tenant)
  return {
    state: parting.state,
    conclusions: [ended(contact, 'finished'), ...parting.conclusions],
    effects: [...hangUpConsulted(contact), ...parting.effects],
  }
}

function complete(contact: Consulting, at: number, tenant: Tenant): Step<Next> {
  const { agent, outside, answered } = contact.consulted
  if (outside) return answered ? divert(contact, outside, tenant) : ringOn(contact, outside)
  if (agent === undefined) return stay(contact)
  return answered ? handOver(contact, agent, tenant) : passOn(contact, agent, at, tenant)
}

/** The customer is the colleague's from now on. */
function handOver(contact: Consulting, agent: AgentId, tenant: Tenant): Step<Talking> {
  const { id, agent: from, queue, caller, consulted } = contact
  const waiting = recordWaiting(contact, queue, tenant)
  const recording = recordTalk({ ...contact, recorded: waiting.recorded }, consulted.leg, tenant)
  return {
    state: { ...talkOf(contact, agent, consulted.leg), recorded: recording.recorded },
    conclusions: [
      ...releaseBy(contact, { agent }),
      { type: 'contact.handedOver', contact: id, from, agent, queue },
    ],
    effects: [
      { do: 'hear', rows: hearEachOther(caller, consulted.leg) },
      ...waiting.effects,
      ...recording.effects,
      farewell(contact),
    ],
  }
}

/** He has not answered yet: the customer waits for him. */
function passOn(contact: Consulting, agent: AgentId, at: number, tenant: Tenant): Step<Next> {
  const talking = talkOf(contact, contact.agent, contact.leg)
  const { state, conclusions, effects } = transferInside(talking, { agent }, at, tenant)
  return {
    state: state.phase === 'waiting' ? state : contact,
    conclusions: [ended(contact, 'elsewhere'), ...conclusions],
    effects: [...hangUpConsulted(contact), ...effects],
  }
}

/** The customer and the party outside talk; his network may lead him there itself, RFC 3891. */
function divert(contact: Consulting, outside: Outside, tenant: Tenant): Step<Diverted> {
  const { id, caller, consulted } = contact
  const { number } = outside
  const { recorded, effects } = stopRecording(contact)
  const digits = contact.trunk === outside.trunk ? referDigits(outside, tenant) : undefined
  return {
    state: { ...callOf(contact), recorded, phase: 'diverted', leg: consulted.leg, handled: true },
    conclusions: [
      ...releaseBy(contact, { number }),
      { type: 'contact.diverted', contact: id, number },
    ],
    effects: [
      ...effects,
      { do: 'hear', rows: hearEachOther(caller, consulted.leg) },
      farewell(contact),
      ...(digits === undefined
        ? []
        : [{ do: 'refer', leg: caller, to: { digits }, replaces: consulted.leg } as const]),
    ],
  }
}

/** It rings on for the customer. */
function ringOn(contact: Consulting, outside: Outside): Step<Diverting> {
  const { queue, agent, consulted } = contact
  const { recorded, effects } = stopRecording(contact)
  const back = { queue, agent }
  const { leg } = consulted
  return {
    state: { ...callOf(contact), recorded, phase: 'diverting', leg, outside, back },
    conclusions: releaseBy(contact, { number: outside.number }),
    effects: [...effects, farewell(contact)],
  }
}

const farewell = ({ leg }: Consulting): Effect => ({ do: 'hangUp', leg, reason: 'finished' })

const ended = (contact: Consulting, reason: Slug): Conclusion => ({
  ...{ type: 'consult.ended', contact: contact.id, by: contact.agent, reason },
  ...whoOf(contact),
})

const whoOf = ({ consulted: { agent, outside } }: Consulting) => ({
  ...(agent !== undefined && { agent }),
  ...(outside && { number: outside.number }),
})

const stopRing = ({ id }: Consulting): Effect => ({
  ...{ do: 'stopTimer', timer: timerOf('ring', id) },
})

/** A leg that has ended already takes no harm. */
const hangUpConsulted = (contact: Consulting): readonly Effect[] => [
  stopRing(contact),
  {
    ...{ do: 'hangUp', leg: contact.consulted.leg },
    reason: contact.consulted.answered ? 'finished' : 'cancelled',
  },
]
