import type { ContactId } from '../core/names.ts'
import type { Channel } from '../core/policy.ts'
import type { Tenant } from '../core/tenant.ts'
import { rebuild } from './router/configuration.ts'
import { enqueue, ruleFor } from './router/enqueue.ts'
import { updateIdle } from './router/membership.ts'
import { beginServing, createRoutedAgent } from './router/routed-agent.ts'
import { createRoutedContact } from './router/routed-contact.ts'
import { queueFor } from './router/routed-queue.ts'
import type { Acd, RoutedAgent, RoutedContact, SubQueue } from './router/state.ts'
import { subQueueFor } from './router/sub-queue.ts'

export const createAcd = (): Acd => ({
  prng: { state: 1 },
  utcOffsetMinutes: 0,
  halfMs: 600_000,
  queues: new Map(),
  rules: new Map(),
  subQueues: new Map(),
  shortcuts: new Map(),
  agents: new Map(),
  contacts: new Map(),
  owners: new Map(),
  lastServed: new Map(),
  callbacks: new Map(),
})

/** Plain JSON of all that events made; what the configuration makes of it is left out. */
export const snapshotAcd = (acd: Acd) => ({
  prng: acd.prng.state,
  utcOffsetMinutes: acd.utcOffsetMinutes,
  queues: [...acd.queues.values()].map(({ id, switchedTo, throughput }) => ({
    id,
    switchedTo,
    throughput,
  })),
  subQueues: [...acd.subQueues.values()].map(snapshotSubQueue),
  agents: [...acd.agents.values()].map(snapshotAgent),
  contacts: [...acd.contacts.values()].map(snapshotContact),
  lastServed: [...acd.lastServed],
  callbacks: [...acd.callbacks],
})

type AcdSnapshot = ReturnType<typeof snapshotAcd>

/** Ranks are kept, for some are left to chance. */
const snapshotSubQueue = ({ id, requirement, lastRanks, memberships }: SubQueue) => ({
  id,
  requirement,
  lastRanks: [...lastRanks],
  idle: memberships.flatMap(({ agent, rank, since, place }) =>
    place >= 0 ? [{ agent: agent.id, rank, since }] : [],
  ),
})

const snapshotAgent = ({
  memberships: _,
  profile: _profile,
  hasPhone: _phone,
  freeFor: _free,
  load: _load,
  serving,
  ...agent
}: RoutedAgent) => ({ ...agent, serving: [...serving] })

/** By the sub-queue's id the place in it is found again. */
const snapshotContact = ({ entry, ...contact }: RoutedContact) => ({
  ...contact,
  subQueue: entry?.subQueue.id,
})

/** The same state, under the configuration that was in force. */
export function restoreAcd(snapshot: AcdSnapshot, tenant: Tenant): Acd {
  const acd = createAcd()
  for (const { serving, ...kept } of snapshot.agents)
    acd.agents.set(kept.id, restoreAgent(kept, serving))
  rebuild(acd, tenant)
  acd.utcOffsetMinutes = snapshot.utcOffsetMinutes
  for (const { id, switchedTo, throughput } of snapshot.queues) {
    const queue = queueFor(acd, id)
    queue.switchedTo = switchedTo
    Object.assign(queue.throughput, throughput)
  }
  for (const contact of snapshot.contacts)
    acd.contacts.set(contact.id, createRoutedContact(contact))
  for (const [number, agent] of snapshot.lastServed) acd.lastServed.set(number, agent)
  for (const [key, contact] of snapshot.callbacks) acd.callbacks.set(key, contact)
  restoreSubQueues(acd, snapshot)
  return acd
}

function restoreSubQueues(acd: Acd, snapshot: AcdSnapshot): void {
  for (const { requirement, lastRanks } of snapshot.subQueues) {
    const rule = ruleFor(acd, requirement.queue, requirement.policy)
    const subQueue = subQueueFor(acd, requirement, rule)
    for (const [tier, rank] of lastRanks) subQueue.lastRanks.set(tier, rank)
  }
  for (const agent of acd.agents.values()) updateIdle(acd, agent)
  for (const { id, idle } of snapshot.subQueues) restoreRanks(acd.subQueues.get(id), idle)
  for (const { id, subQueue: place } of snapshot.contacts) {
    const subQueue = place === undefined ? undefined : acd.subQueues.get(place)
    const contact = acd.contacts.get(id)
    if (subQueue && contact) enqueue(contact, subQueue)
  }
  // Ranks that were given again just now have drawn from it.
  acd.prng.state = snapshot.prng
}

function restoreRanks(
  subQueue: SubQueue | undefined,
  idle: AcdSnapshot['subQueues'][number]['idle'],
): void {
  const ranks = new Map(idle.map((membership) => [membership.agent, membership]))
  for (const membership of subQueue?.memberships ?? []) {
    const known = ranks.get(membership.agent.id)
    if (!known || membership.place < 0) continue
    membership.subQueue.idle.remove(membership)
    Object.assign(membership, { rank: known.rank, since: known.since })
    membership.subQueue.idle.insert(membership)
  }
}

type KeptAgent = Omit<
  RoutedAgent,
  'memberships' | 'serving' | 'load' | 'profile' | 'hasPhone' | 'freeFor'
>

function restoreAgent(
  kept: KeptAgent,
  serving: readonly (readonly [ContactId, Channel])[],
): RoutedAgent {
  const agent = { ...createRoutedAgent(kept.id), ...kept }
  for (const [contact, channel] of serving) beginServing(agent, contact, channel)
  return agent
}
