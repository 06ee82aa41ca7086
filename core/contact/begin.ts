import type { Effect, RingTarget } from '../effect.ts'
import type { EventOf } from '../event.ts'
import { hearEachOther } from '../hearing.ts'
import { type AgentId, type LegId, named, type PromptId, type QueueId } from '../names.ts'
import { ruleOf } from '../policy.ts'
import type { Step } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { type Call, callOf, nextLeg, timerOf } from './call.ts'
import type { Offered, Parted, Talking, Waiting } from './phases.ts'

/** From the flow, by a transfer, or back after a miss: music, and the queue's clock. */
export function beginWaiting(
  call: Call,
  event: Pick<EventOf<'contact.queued'>, 'queue' | 'since' | 'agent'>,
  tenant: Tenant,
): Step<Waiting> {
  const { queue, since, agent } = event
  return {
    state: { ...callOf(call), phase: 'waiting', queue, since, ...(agent ? { agent } : {}) },
    conclusions: [],
    effects: [
      { do: 'hear', rows: [[call.caller, [{ music: musicOf(queue, tenant) }]]] },
      ...(call.recorded ? [recordCallerAlone(call)] : []),
    ],
  }
}

const musicOf = (queue: QueueId, tenant: Tenant): PromptId =>
  tenant.queues.find((each) => each.id === queue)?.music ?? named<PromptId>('music/default')

/** The recording's time line goes on; nobody is on the agents' channel. */
const recordCallerAlone = (call: Call): Effect => ({
  do: 'record',
  recording: named(call.id),
  left: call.caller,
  right: [],
})

/** Rings the agent whom the ACD reserved. */
export function beginOffer(
  waiting: Waiting,
  event: EventOf<'contact.offered'>,
  tenant: Tenant,
): Step<Offered> {
  const { agent, queue, at } = event
  const leg = nextLeg(waiting)
  const seconds = ruleOf(tenant, queue, waiting.policy)?.ringSeconds ?? 15
  const ringEndsAt = at + seconds * 1000
  return {
    state: {
      ...callOf(waiting),
      made: waiting.made + 1,
      phase: 'offered',
      queue,
      since: waiting.since,
      agent,
      leg,
      ringEndsAt,
      ...(waiting.play ? { play: waiting.play } : {}),
    },
    conclusions: [],
    effects: [
      { do: 'stopTimer', timer: timerOf('announce', waiting.id) },
      ringAgent(waiting, agent, leg, tenant, { returns: false }),
      { do: 'startTimer', timer: timerOf('ring', waiting.id), at: ringEndsAt },
    ],
  }
}

/** On the phone of the agent's record, else on the softphone, which answers by itself when the agent returns. */
function ringAgent(
  call: Call,
  agent: AgentId,
  leg: LegId,
  tenant: Tenant,
  does: { returns: boolean },
): Effect {
  const phone = tenant.people.find(({ id }) => id === agent)?.phone
  const to: RingTarget = phone ? { uri: phone } : { softphone: agent }
  const caller = { number: call.from, ...(call.name === undefined ? {} : { name: call.name }) }
  return { do: 'ring', leg, agent, to, caller, autoAnswer: does.returns && !phone }
}

/** The agent's leg answered: the two hear each other and the recording runs. */
export function beginTalk(offered: Offered): Step<Talking> {
  const { id, agent, queue, leg, play } = offered
  const talking: Talking = { ...talkOf(offered, leg), recorded: true }
  return {
    state: talking,
    conclusions: [{ type: 'contact.connected', contact: id, agent, queue }],
    effects: [
      { do: 'stopTimer', timer: timerOf('ring', id) },
      ...(play ? [{ do: 'stopPlay' as const, leg: offered.caller, play }] : []),
      { do: 'hear', rows: hearEachOther(talking.caller, leg) },
      recordBoth(talking),
    ],
  }
}

/** A fresh talk with the agent on this leg. */
export const talkOf = (before: Offered | Parted, leg: LegId): Talking => ({
  ...callOf(before),
  phase: 'talking',
  queue: before.queue,
  agent: before.agent,
  leg,
  held: false,
  muted: false,
})

/** Who hears whom in a talk. Held: the caller hears music and the agent nothing. Muted: the caller hears nothing. */
export function hearing({ caller, leg, queue, held, muted }: Talking, tenant: Tenant): Effect {
  if (held)
    return {
      do: 'hear',
      rows: [
        [caller, [{ music: musicOf(queue, tenant) }]],
        [leg, []],
      ],
    }
  if (muted)
    return {
      do: 'hear',
      rows: [
        [caller, []],
        [leg, [{ leg: caller }]],
      ],
    }
  return { do: 'hear', rows: hearEachOther(caller, leg) }
}

export const recordBoth = (contact: Talking): Effect => ({
  do: 'record',
  recording: named(contact.id),
  left: contact.caller,
  right: [contact.leg],
})

/** How long a lost agent may take to come back, ms. */
const graceMs = 15_000

/** The caller hears music, and the agent is rung again at once: the phone may still be there. */
export function beginParting(
  talking: Talking,
  event: EventOf<'leg.ended'>,
  tenant: Tenant,
): Step<Parted> {
  const { id, agent, queue, caller } = talking
  const { state, effects } = ringAgain(
    { ...callOf(talking), phase: 'parted', queue, agent, since: event.at },
    tenant,
  )
  return {
    state,
    conclusions: [{ type: 'contact.parted', contact: id, agent, reason: event.reason }],
    effects: [
      { do: 'hear', rows: [[caller, [{ music: musicOf(queue, tenant) }]]] },
      recordCallerAlone(talking),
      { do: 'startTimer', timer: timerOf('part', id), at: event.at + graceMs },
      ...effects,
    ],
  }
}

/** On a new leg; the ring before it, if any, is given up. */
export function ringAgain(parted: Parted, tenant: Tenant): Step<Parted> {
  const leg = nextLeg(parted)
  const before = parted.leg
  return {
    state: { ...parted, made: parted.made + 1, leg },
    conclusions: [],
    effects: [
      ...(before ? [{ do: 'hangUp' as const, leg: before, reason: 'cancelled' as const }] : []),
      ringAgent(parted, parted.agent, leg, tenant, { returns: true }),
    ],
  }
}
