import type { Effect } from '../effect.ts'
import type { EventOf } from '../event.ts'
import { hearMusic } from '../hearing.ts'
import { named, type PromptId } from '../names.ts'
import { ruleOf } from '../policy.ts'
import type { Step } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { lineOf, nextLeg, timerOf } from './call.ts'
import { musicOf } from './enqueue.ts'
import { ringTimer } from './forwarding.ts'
import type { OutboundCall } from './outbound-call.ts'
import type { Consulting, Talking } from './phases.ts'
import { recordAgentLost } from './recording.ts'
import { assignAgent, ringAgent } from './ringing.ts'

const ringback = named<PromptId>('tone/ringback')

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
  const step = begin(call, { leg, agent, answered: false }, tenant, [
    ringAgent(talking, agent, leg, tenant, { returns: false }),
    { do: 'startTimer', timer: timerOf('ring', id), at: at + seconds * 1000 },
  ])
  return { ...step, conclusions: [assignAgent(talking, agent, leg)] }
}

/** The number outside rings already. */
export function consultOutside(
  talking: Talking,
  outbound: OutboundCall,
  at: number,
  tenant: Tenant,
): Step<Consulting> {
  const { id: contact, agent: by } = talking
  const { leg, number } = outbound
  const timer = ringTimer(talking, at)
  const step = begin(talking, { leg, outbound, answered: false }, tenant, [timer])
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
  const recording = recordAgentLost(talking, tenant)
  const call = { ...lineOf(talking), recorded: recording.recorded }
  const rows = [hearMusic(caller, musicOf(queue, tenant)), hearMusic(leg, ringback)]
  return {
    state: { ...call, phase: 'consulting', queue, agent, leg, consulted },
    conclusions: [],
    effects: [{ do: 'hear', rows }, ...recording.effects, ...effects],
  }
}
