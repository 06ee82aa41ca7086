import type { Effect } from '../effect.ts'
import type { Conclusion, Event, EventOf, MissReason } from '../event.ts'
import { hearEachOther, hearMusic } from '../hearing.ts'
import { type LegId, named, type PromptId } from '../names.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import {
  dialCustomer,
  endBooking,
  onOutboundRouted,
  missCustomer,
  passOn,
  ringByNextTrunk,
  stopRing,
  stopWindow,
} from './booking.ts'
import { missReasons } from './missed.ts'
import type {
  AwaitingCallback,
  Ended,
  DialingForAgent,
  OfferedCallback,
  Ring,
  Talking,
} from './phases.ts'
import { recordTalk } from './recording.ts'
import { talkOf } from './talk.ts'

/** The agent has answered: the customer is dialled, and the agent hears it ring. */
export function beginDialingForAgent(
  offered: OfferedCallback,
  { agent, leg: agentLeg }: Ring,
  at: number,
  tenant: Tenant,
): Step<DialingForAgent | Ended> {
  const dialled = dialCustomer(offered, offered.booking, at, tenant)
  if (!dialled)
    return endBooking(offered, 'callback-failed', 'not-possible-now', {
      conclusions: [released({ ...offered, agent })],
      effects: [stopRing(offered), { do: 'hangUp', leg: agentLeg, reason: 'finished' }],
    })
  const { call, dial, conclusions, effects } = dialled
  return {
    state: { ...call, phase: 'dialingForAgent', agent, agentLeg, ...dial },
    conclusions,
    effects: [{ do: 'hear', rows: [hearMusic(agentLeg, ringback)] }, ...effects],
  }
}

const ringback = named<PromptId>('tone/ringback')

const released = ({
  id,
  agent,
  booking: { queue },
}: Pick<DialingForAgent, 'id' | 'agent' | 'booking'>): Conclusion => ({
  type: 'agent.released',
  agent,
  contact: id,
  queue,
  why: 'not-connected',
})

export function whileDialingForAgent(
  contact: DialingForAgent,
  event: Event,
  tenant: Tenant,
): Step<DialingForAgent | AwaitingCallback | Talking | Ended> {
  switch (event.type) {
    case 'leg.answered':
      return event.leg === contact.leg ? connect(contact, tenant) : stay(contact)
    case 'leg.ended':
      return onLegEnded(contact, event, tenant)
    case 'outbound.routed':
    case 'outbound.refused':
      return onOutboundDecision(contact, event, tenant)
    case 'timer.fired':
      return event.timer.kind === 'ring'
        ? missBy(contact, 'no-answer', event.at, tenant)
        : stay(contact)
    case 'agent.asked':
      return event.agent === contact.agent && event.ask.ask === 'hangUp'
        ? giveUp(contact, 'rejected', event.at)
        : stay(contact)
    case 'callback.cancelled':
      return endBooking(contact, 'callback-cancelled', 'cancelled', {
        conclusions: [released(contact)],
        effects: stopBoth(contact),
      })
    default:
      return stay(contact)
  }
}

/** By which trunk the customer is called, if by any. */
function onOutboundDecision(
  contact: DialingForAgent,
  event: EventOf<'outbound.routed' | 'outbound.refused'>,
  tenant: Tenant,
): Step<DialingForAgent | AwaitingCallback | Ended> {
  if (event.type === 'outbound.routed')
    return { ...stay(contact), state: onOutboundRouted(contact, event) }
  return event.leg === contact.leg
    ? missBy(contact, 'unreachable', event.at, tenant)
    : stay(contact)
}

function onLegEnded(
  contact: DialingForAgent,
  { leg, reason, at }: EventOf<'leg.ended'>,
  tenant: Tenant,
): Step<DialingForAgent | AwaitingCallback | Ended> {
  const missed = missReasons[reason] ?? 'unreachable'
  if (leg === contact.leg) {
    const next = ringByNextTrunk(contact, reason)
    if (!next) return missBy(contact, missed, at, tenant)
    const { agent, agentLeg } = contact
    return {
      state: { ...next.call, phase: 'dialingForAgent', agent, agentLeg, ...next.dial },
      conclusions: next.conclusions,
      effects: [],
    }
  }
  return leg === contact.agentLeg ? giveUp(contact, missed, at) : stay(contact)
}

function connect(contact: DialingForAgent, tenant: Tenant): Step<Talking> {
  const { id, agent, agentLeg, leg: caller, booking } = contact
  const { queue } = booking
  const call = { ...contact, caller, queue }
  const { recorded, effects } = recordTalk(call, agentLeg, tenant)
  return {
    state: { ...talkOf(call, agent, agentLeg), recorded },
    conclusions: [{ type: 'contact.connected', contact: id, agent, leg: agentLeg, queue }],
    effects: [
      stopRing(contact),
      stopWindow(contact),
      { do: 'hear', rows: hearEachOther(caller, agentLeg) },
      ...effects,
    ],
  }
}

/** The customer did not answer; the agent is free again. */
const missBy = (
  contact: DialingForAgent,
  reason: MissReason,
  at: number,
  tenant: Tenant,
): Step<AwaitingCallback | Ended> =>
  missCustomer(contact, contact.booking, reason, at, tenant, {
    conclusions: [released(contact)],
    effects: stopBoth(contact),
  })

/** The agent did not stay: the customer is called when the next one has answered. */
function giveUp(contact: DialingForAgent, reason: MissReason, at: number): Step<AwaitingCallback> {
  const { id, agent, booking } = contact
  return passOn(contact, booking, reason, at, {
    conclusions: [{ type: 'agent.missed', agent, contact: id, reason }],
    effects: stopBoth(contact),
  })
}

/** Hanging up a leg that has already ended does nothing. */
function stopBoth(contact: DialingForAgent): readonly Effect[] {
  const hangUp = (leg: LegId): Effect => ({ do: 'hangUp', leg, reason: 'cancelled' })
  return [stopRing(contact), hangUp(contact.leg), hangUp(contact.agentLeg)]
}
