import type { Effect } from '../effect.ts'
import { hearEachOther, hold, mute } from '../hearing.ts'
import type { AgentId, LegId, QueueId } from '../names.ts'
import type { Step } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { lineOf, type OnLine, timerOf } from './call.ts'
import { musicOf } from './enqueue.ts'
import type { Offered, Ring, Talking } from './phases.ts'
import { recordTalk } from './recording.ts'

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
export const talkOf = (
  before: OnLine & { queue: QueueId },
  agent: AgentId,
  leg: LegId,
): Talking => ({
  ...lineOf(before),
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
