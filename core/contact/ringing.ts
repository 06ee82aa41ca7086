import type { Effect, RingTarget } from '../effect.ts'
import type { Conclusion, EventOf } from '../event.ts'
import type { AgentId, LegId } from '../names.ts'
import { ruleOf } from '../policy.ts'
import type { Step } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { type Call, lineOf, nextLeg, timerOf } from './call.ts'
import type { Offered, Ringing, Waiting } from './phases.ts'

/** A caller who waits is offered to the agent whom the ACD reserved. */
export function beginOffer(
  waiting: Waiting,
  event: EventOf<'contact.offered'>,
  tenant: Tenant,
): Step<Offered> {
  const { since, play } = waiting
  const offered: Offered = {
    ...lineOf(waiting),
    ...noRings(waiting, event, tenant),
    phase: 'offered',
    queue: event.queue,
    since,
    ...(play ? { play } : {}),
  }
  return beginRings(offered, event.agent, tenant)
}

/** Before the first phone rings: how long the queue lets them ring. */
export function noRings(
  { policy }: Call,
  { queue, at }: EventOf<'contact.offered'>,
  tenant: Tenant,
): Ringing {
  const seconds = ruleOf(tenant, queue, policy)?.ringSeconds ?? 15
  return { rings: [], ringEndsAt: at + seconds * 1000 }
}

/** Rings the first agent's phone; one timer is for all that ring. */
export function beginRings<Rung extends Call & Ringing>(
  silent: Rung,
  agent: AgentId,
  tenant: Tenant,
): Step<Rung> {
  const { state, conclusions, effects } = ringToo(silent, agent, tenant)
  const { id, ringEndsAt } = silent
  return {
    state,
    conclusions,
    effects: [...effects, { do: 'startTimer', timer: timerOf('ring', id), at: ringEndsAt }],
  }
}

/** One more phone, for as long as the others ring. */
export function ringToo<Rung extends Call & Ringing>(
  contact: Rung,
  agent: AgentId,
  tenant: Tenant,
): Step<Rung> {
  const leg = nextLeg(contact)
  const ring = { agent, leg, endsAt: contact.ringEndsAt }
  return {
    state: { ...contact, made: contact.made + 1, rings: [...contact.rings, ring] },
    conclusions: [assignAgent(contact, agent, leg)],
    effects: [ringAgent(contact, agent, leg, tenant, { returns: false })],
  }
}

/** Said with each ring of an agent's phone. */
export const assignAgent = ({ id }: Call, agent: AgentId, leg: LegId): Conclusion => ({
  type: 'leg.assigned',
  contact: id,
  leg,
  party: { who: 'agent', agent },
})

/** On the phone of the agent's record, else on the softphone, which answers by itself when the agent returns. */
export function ringAgent(
  call: Call,
  agent: AgentId,
  leg: LegId,
  tenant: Tenant,
  does: { returns: boolean },
): Effect {
  const phone = tenant.people.find(({ id }) => id === agent)?.phone
  const to: RingTarget = phone ? { uri: phone } : { softphone: agent }
  const caller = call.anonymous
    ? ({ number: 'anonymous', anonymous: true } as const)
    : { number: call.from, ...(call.name === undefined ? {} : { name: call.name }) }
  return { do: 'ring', leg, agent, to, caller, autoAnswer: does.returns && !phone }
}
