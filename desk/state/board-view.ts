import type { Formula } from '../../core/service-level.ts'
import type { ContactView, QueueView } from '../../cti/protocol.ts'
import { type Alarm, alarmsOf } from './alarm.ts'
import { attentionOf, byAttention, type Watched } from './attention.ts'
import { type CentreView, contactOf } from './centre-view.ts'

/** All that the wallboard shows of one moment. */
export type BoardView = {
  readonly queues: readonly QueueView[]
  readonly agents: readonly Watched[]
  readonly callers: readonly ContactView[]
  readonly alarms: readonly Alarm[]
}

const waitsFor = (contact: ContactView) => contact.queuedAt ?? contact.arrivedAt

/** Callers who wait for an agent or hear one ring, the longest wait first. */
export const waitingCallers = (contacts: readonly ContactView[]) =>
  contacts
    .filter(({ phase }) => phase === 'waiting' || phase === 'offered')
    .toSorted((a, b) => waitsFor(a) - waitsFor(b))

export const contactsOfQueue = (contacts: readonly ContactView[], queue: QueueView) =>
  contacts
    .filter((contact) => contact.queue === queue.id && contact.phase !== 'closed')
    .toSorted((a, b) => a.arrivedAt - b.arrivedAt)

export function boardView(centre: CentreView, formula: Formula, now: number): BoardView {
  const agents = byAttention(
    centre.agents
      .filter(({ role }) => role === 'agent')
      .map((agent) => {
        const attention = attentionOf(agent, contactOf(centre, agent), now)
        return { agent, ...(attention && { attention }) }
      }),
  )
  return {
    queues: centre.queues,
    agents,
    callers: waitingCallers(centre.contacts),
    alarms: alarmsOf(centre.queues, agents, formula, now),
  }
}
