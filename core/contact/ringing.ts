import type { Effect, RingTarget } from '../effect.ts'
import type { Conclusion, EventOf } from '../event.ts'
import type { AgentId, LegId } from '../names.ts'
import { ruleOf } from '../policy.ts'
import type { Step } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { type Call, callOf, nextLeg, timerOf } from './call.ts'
import type { Offered, Waiting } from './phases.ts'

/** Rings the agent whom the ACD reserved. */
export function beginOffer(
  waiting: Waiting,
  { agent, queue, at }: EventOf<'contact.offered'>,
  tenant: Tenant,
): Step<Offered> {
  const { id, since, play } = waiting
  const seconds = ruleOf(tenant, queue, waiting.policy)?.ringSeconds ?? 15
  const ringEndsAt = at + seconds * 1000
  const silent: Offered = {
    ...callOf(waiting),
    phase: 'offered',
    queue,
    since,
    rings: [],
    ringEndsAt,
    ...(play ? { play } : {}),
  }
  const { state, conclusions, effects } = ringToo(silent, agent, tenant)
  return {
    state,
    conclusions,
    effects: [...effects, { do: 'startTimer', timer: timerOf('ring', id), at: ringEndsAt }],
  }
}

/** One more phone, for as long as the others ring. */
export function ringToo(offered: Offered, agent: AgentId, tenant: Tenant): Step<Offered> {
  const leg = nextLeg(offered)
  const ring = { agent, leg, endsAt: offered.ringEndsAt }
  return {
    state: { ...offered, made: offered.made + 1, rings: [...offered.rings, ring] },
    conclusions: [assignAgent(offered, agent, leg)],
    effects: [ringAgent(offered, agent, leg, tenant, { returns: false })],
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
