import type { AgentView, ContactView, QueueView } from '../../cti/protocol.ts'
import { isMiss, sparedNow } from './agent-state.ts'

/** Why somebody should look at an agent. */
type Attention =
  'connectionLost' | 'missed' | 'parted' | 'noPhone' | 'longHold' | 'longWrapUp' | 'longTalk'

/** Worse first: this is the order in which a supervisor should look. */
const order: readonly (Attention | undefined)[] = [
  'parted',
  'connectionLost',
  'noPhone',
  'missed',
  'longHold',
  'longWrapUp',
  'longTalk',
  undefined,
]

const minute = 60_000
const longHoldMs = 2 * minute
const longWrapUpMs = 3 * minute
const longTalkMs = 15 * minute

function whileTalking(contact: ContactView | undefined, now: number): Attention | undefined {
  if (contact === undefined) return undefined
  if (contact.phase === 'parted') return 'parted'
  if (contact.held && now - (contact.heldSince ?? now) > longHoldMs) return 'longHold'
  return now - (contact.connectedAt ?? now) > longTalkMs ? 'longTalk' : undefined
}

/** What, if anything, needs attention at this agent. `contact` is the one the agent has. */
export function attentionOf(
  agent: AgentView,
  contact: ContactView | undefined,
  now: number,
): Attention | undefined {
  switch (agent.state) {
    case 'talking':
      return whileTalking(contact, now)
    case 'wrapUp':
      return now - agent.since > longWrapUpMs ? 'longWrapUp' : undefined
    case 'ready':
      return agent.registered ? undefined : 'noPhone'
    case 'notReady':
      if (agent.reason === 'connection-lost') return 'connectionLost'
      return isMiss(agent.reason) ? 'missed' : undefined
    default:
      return undefined
  }
}

export type AgentAttention = { readonly agent: AgentView; readonly attention?: Attention }

/**
 * Those who need attention first, then those at work, the logged off last. Within a rank the order is
 * that of the ids, so that a running time never moves anybody.
 */
export function byAttention(watched: readonly AgentAttention[]): readonly AgentAttention[] {
  const rank = ({ agent, attention }: AgentAttention) =>
    order.indexOf(attention) + (agent.state === 'loggedOff' ? 1 : 0)
  return watched.toSorted(
    (a, b) => rank(a) - rank(b) || a.agent.id.localeCompare(b.agent.id, 'en', { numeric: true }),
  )
}

/** How many agents of a queue are in each state. */
export type Staffing = {
  /** Those whom the router may offer a call. */
  readonly ready: number
  readonly spared: number
  readonly busy: number
  readonly wrapUp: number
  readonly notReady: number
}

export function staffingOf(queue: QueueView, agents: readonly AgentView[], now: number): Staffing {
  const own = agents.filter((agent) => agent.queues.includes(queue.id))
  const count = (...states: readonly AgentView['state'][]) =>
    own.filter((agent) => states.includes(agent.state)).length
  const spared = own.filter((agent) => sparedNow(agent, now)).length
  return {
    ready: count('ready') - spared,
    spared,
    busy: count('reserved', 'talking'),
    wrapUp: count('wrapUp'),
    notReady: count('notReady'),
  }
}
