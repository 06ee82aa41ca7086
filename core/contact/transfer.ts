import type { Conclusion, TransferTarget } from '../event.ts'
import type { AgentId, QueueId } from '../names.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import type { Call } from './call.ts'
import { enqueue } from './enqueue.ts'
import type { Talking, Waiting } from './phases.ts'
import { tellResumed } from './recording.ts'

/** Blind: the agent is done, the caller waits for the other queue or agent. */
export function transferInside(
  contact: Talking,
  to: Exclude<TransferTarget, { readonly number: string }>,
  at: number,
  tenant: Tenant,
): Step<Talking | Waiting> {
  const queue = 'queue' in to ? to.queue : contact.queue
  const known =
    'queue' in to
      ? tenant.queues.some(({ id }) => id === to.queue)
      : isColleague(contact, to.agent, tenant)
  if (!known) return stay(contact)
  // What the caller asked for in one queue means nothing in another.
  const need = queue === contact.queue ? contact.need : {}
  const place = { queue, since: at, ...need, ...('agent' in to ? { agent: to.agent } : {}) }
  const { id } = contact
  const waiting = enqueue(contact, place, tenant)
  return {
    state: waiting.state,
    conclusions: [...releaseBy(contact, to), { type: 'contact.queued', contact: id, ...place }],
    effects: [...waiting.effects, { do: 'hangUp', leg: contact.leg, reason: 'finished' }],
  }
}

export const isColleague = ({ agent }: Talking, other: AgentId, { people }: Tenant): boolean =>
  other !== agent && people.some(({ id }) => id === other)

/** The agent's part in the contact ends by a transfer. */
export const releaseBy = (
  contact: Call & { readonly agent: AgentId; readonly queue: QueueId },
  to: TransferTarget,
): readonly Conclusion[] => {
  const { id, agent, queue } = contact
  return [
    ...tellResumed(contact, 'end-of-talk'),
    { type: 'contact.transferred', contact: id, agent, to },
    { type: 'agent.released', agent, contact: id, queue, why: 'talked' },
  ]
}
