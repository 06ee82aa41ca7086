import type { AgentId, ContactId, QueueId, SkillId } from '../../core/names.ts'
import type { PassedAgent } from '../../core/offer-reason.ts'
import type { Channel, Level } from '../../core/policy.ts'
import type { RoutedAgent } from './state.ts'
import { freshOccupancy } from './occupancy.ts'

export const createRoutedAgent = (agent: AgentId): RoutedAgent => ({
  id: agent,
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

export const tierIn = ({ profile: routed }: RoutedAgent, queue: QueueId): number =>
  routed.tiers?.[queue] ?? 1

export const levelOf = ({ profile: routed }: RoutedAgent, skill: SkillId): 0 | Level =>
  routed.skills?.[skill] ?? 0

/** He could take a contact of this channel now. */
export const isFree = (server: RoutedAgent, channel: Channel): boolean =>
  server.ready && server.coolingDown === undefined && isThere(server) && hasRoom(server, channel)

/** Why a contact passes him by; undefined for one who is free. */
export function whyNot(server: RoutedAgent, channel: Channel): PassedAgent['why'] | undefined {
  if (!isThere(server)) return 'away'
  if (!hasRoom(server, channel)) return 'busy'
  if (server.coolingDown) return server.coolingDown.why
  if (server.ready) return undefined
  // Wrapping up.
  return server.occupancy.isBusy ? 'busy' : 'not-ready'
}

/** His page is linked and his phone can ring. */
export const isThere = ({ linked, registered, hasPhone }: RoutedAgent): boolean =>
  linked && (registered || hasPhone)

/** Below his capacity for the channel, and nothing that he serves keeps others away. */
function hasRoom({ load, profile: { capacity } }: RoutedAgent, channel: Channel): boolean {
  const other = channel === 'voice' ? 'chat' : 'voice'
  if (load[other] > 0 && !capacity?.interruptible.includes(other)) return false
  return load[channel] < (capacity?.most[channel] ?? (channel === 'voice' ? 1 : 0))
}

export function beginServing(server: RoutedAgent, contact: ContactId, channel: Channel): void {
  if (!server.serving.has(contact)) server.load[channel]++
  server.serving.set(contact, channel)
}

export function endServing(server: RoutedAgent, contact: ContactId): void {
  const channel = server.serving.get(contact)
  if (channel && server.serving.delete(contact)) server.load[channel]--
}
