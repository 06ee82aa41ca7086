import type { Effect } from '../effect.ts'
import type { EventOf } from '../event.ts'
import { hearEachOther, hearMusic, hold, mute } from '../hearing.ts'
import { type AgentId, type LegId, named, type PromptId, type QueueId } from '../names.ts'
import type { ReasonCode } from '../reason-code.ts'
import type { Step } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { type Call, callOf, type Need, nextLeg, timerOf } from './call.ts'
import type { Offered, AgentLost, Ring, Talking, Waiting } from './phases.ts'
import { recordAgentLost, recordTalk, recordWaiting } from './recording.ts'
import { assignAgent, ringAgent } from './ringing.ts'

/** Where a contact waits, since when, and for whom. */
type QueuePlace = Pick<
  EventOf<'contact.queued'>,
  'queue' | 'since' | 'agent' | 'skills' | 'priority'
>

/** From the flow, by a transfer, or back after a miss: music, and the queue's clock. */
export function enqueue(call: Call, event: QueuePlace, tenant: Tenant): Step<Waiting> {
  const { queue, since, agent } = event
  const wanted = agent ? { agent } : {}
  const { recorded, effects } = recordWaiting(call, queue, tenant)
  const waiting = { ...callOf(call), recorded, need: needOf(event) }
  return {
    state: { ...waiting, phase: 'waiting', queue, since, ...wanted },
    conclusions: [],
    effects: [{ do: 'hear', rows: [hearMusic(call.caller, musicOf(queue, tenant))] }, ...effects],
  }
}

const needOf = ({ skills, priority }: Need): Need => ({
  ...(skills && { skills }),
  ...(priority === undefined ? {} : { priority }),
})

export const musicOf = (queue: QueueId, tenant: Tenant): PromptId =>
  tenant.queues.find((each) => each.id === queue)?.music ?? named<PromptId>('music/default')

/** An agent's leg answered: the two hear each other, and are recorded as the rule says. */
export function beginTalk(offered: Offered, { agent, leg }: Ring, tenant: Tenant): Step<Talking> {
  const { id, queue, play } = offered
  const { recorded, effects } = recordTalk(offered, leg, tenant)
  const talking: Talking = { ...talkOf(offered, agent, leg), recorded }
  return {
    state: talking,
    conclusions: [{ type: 'contact.connected', contact: id, agent, leg, queue }],
    effects: [
      { do: 'stopTimer', timer: timerOf('ring', id) },
      ...(play ? [{ do: 'stopPlay' as const, leg: offered.caller, play }] : []),
      { do: 'hear', rows: hearEachOther(talking.caller, leg) },
      ...effects,
    ],
  }
}

/** A fresh talk with the agent on this leg. */
export const talkOf = (before: Call & { queue: QueueId }, agent: AgentId, leg: LegId): Talking => ({
  ...callOf(before),
  phase: 'talking',
  queue: before.queue,
  agent,
  leg,
  held: false,
  muted: false,
})

/** Who hears whom in a talk. Held: the caller hears music and the agent nothing. Muted: the caller hears nothing. */
export function hearing({ caller, leg, queue, held, muted }: Talking, tenant: Tenant): Effect {
  if (held) return { do: 'hear', rows: hold(caller, [leg], musicOf(queue, tenant)) }
  if (muted) return { do: 'hear', rows: mute(leg, [caller]) }
  return { do: 'hear', rows: hearEachOther(caller, leg) }
}

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
  const call = { ...callOf(talking), recorded: recording.recorded }
  const { state, conclusions, effects } = ringAgain(
    { ...call, phase: 'agentLost', queue, agent, since: event.at },
    tenant,
  )
  return {
    state,
    conclusions: [
      { type: 'contact.parted', contact: id, agent, reason: event.reason },
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
export function ringAgain(lost: AgentLost, tenant: Tenant): Step<AgentLost> {
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
