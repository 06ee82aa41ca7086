import type { Formula } from '../../core/service-level.ts'
import type { AgentView, ContactView, QueueView } from '../../cti/protocol.ts'
import { alarmsOf, type WallboardAlarm } from './alarm.ts'
import { type AgentAttention, attentionOf, byAttention } from './attention.ts'
import { type CentreView, contactOf } from './centre-view.ts'

/** All that the wallboard shows of one moment. */
type BoardView = {
  readonly queues: readonly QueueView[]
  readonly agents: readonly AgentAttention[]
  readonly callers: readonly ContactView[]
  readonly alarms: readonly WallboardAlarm[]
}

/** The customer is to be called back, and nobody has him on the desk. */
const isBooked = ({ phase }: ContactView) => phase === 'callback' || phase === 'dialling'

const waitsFor = (contact: ContactView) => contact.queuedAt ?? contact.arrivedAt

/** Callers who wait for an agent or hear one ring, the longest wait first. */
export const waitingCallers = (contacts: readonly ContactView[]) =>
  contacts
    .filter(({ phase }) => phase === 'waiting' || phase === 'offered')
    .toSorted((a, b) => waitsFor(a) - waitsFor(b))

/** A queue's contacts on the line, and those to be called back; the oldest first. */
export function contactsOfQueue(contacts: readonly ContactView[], queue: QueueView) {
  const own = contacts
    .filter((contact) => contact.queue === queue.id && contact.phase !== 'closed')
    .toSorted((a, b) => a.arrivedAt - b.arrivedAt)
  return { live: own.filter((contact) => !isBooked(contact)), booked: own.filter(isBooked) }
}

/** Whose the contact is: his who has it, or theirs whose phones it rings. */
export const agentsOf = ({ id, phase, agent }: ContactView, agents: readonly AgentView[]) =>
  agents.filter((one) => (phase === 'offered' ? one.contact === id : one.id === agent))

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
    alarms: alarmsOf(centre, agents, formula, now),
  }
}
