import type { AgentId, ContactId, QueueId, SkillId } from '../../core/names.ts'
import type { PassedAgent } from '../../core/offer-reason.ts'
import type { Channel, Level } from '../../core/policy.ts'
import { freshOccupancy } from './occupancy.ts'
import type { RoutedAgent } from './state.ts'

export const createRoutedAgent = (id: AgentId): RoutedAgent => ({
  id,
  profile: { queues: [] },
  hasPhone: false,
  ready: false,
  linked: false,
  registered: false,
  idleSince: 0,
  keepsIdleTime: false,
  handled: 0,
  occupancy: freshOccupancy(),
  coolingDown: undefined,
  serving: new Map(),
  load: { voice: 0, chat: 0 },
  callbackInProgress: undefined,
  memberships: [],
  freeFor: 0,
})

export const tierIn = ({ profile }: RoutedAgent, queue: QueueId): number =>
  profile.tiers?.[queue] ?? 1

export const levelOf = ({ profile }: RoutedAgent, skill: SkillId): 0 | Level =>
  profile.skills?.[skill] ?? 0

/** Could take a contact of this channel now. */
export const isFree = (agent: RoutedAgent, channel: Channel): boolean =>
  agent.ready && agent.coolingDown === undefined && isThere(agent) && hasRoom(agent, channel)

/** Why a contact passes the agent by; undefined for one who is free. */
export function whyNot(agent: RoutedAgent, channel: Channel): PassedAgent['why'] | undefined {
  if (!isThere(agent)) return 'away'
  if (!hasRoom(agent, channel)) return 'busy'
  if (agent.coolingDown) return agent.coolingDown.why
  if (agent.ready) return undefined
  // Wrapping up.
  return agent.occupancy.isBusy ? 'busy' : 'not-ready'
}

/** The agent's page is linked and the phone can ring. */
export const isThere = ({ linked, registered, hasPhone }: RoutedAgent): boolean =>
  linked && (registered || hasPhone)

/** Below the capacity for the channel, and nothing that is being served keeps others away. */
function hasRoom({ load, profile: { capacity } }: RoutedAgent, channel: Channel): boolean {
  const other = channel === 'voice' ? 'chat' : 'voice'
  if (load[other] > 0 && !capacity?.interruptible.includes(other)) return false
  return load[channel] < (capacity?.most[channel] ?? (channel === 'voice' ? 1 : 0))
}

export function beginServing(agent: RoutedAgent, contact: ContactId, channel: Channel): void {
  if (!agent.serving.has(contact)) agent.load[channel]++
  agent.serving.set(contact, channel)
}

export function endServing(agent: RoutedAgent, contact: ContactId): void {
  const channel = agent.serving.get(contact)
  if (channel && agent.serving.delete(contact)) agent.load[channel]--
}
