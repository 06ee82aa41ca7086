import type { ContactId } from '../core/names.ts'
import type { Channel } from '../core/policy.ts'
import type { Tenant } from '../core/tenant.ts'
import { updateIdle } from './router/membership.ts'
import { beginServing, createRoutedAgent } from './router/routed-agent.ts'
import { rebuild } from './events/configure.ts'
import { subQueueFor } from './router/sub-queue.ts'
import { enqueue, ruleFor } from './router/enqueue.ts'
import { queueFor } from './router/routed-queue.ts'
import type { Acd, SubQueue, RoutedAgent } from './router/state.ts'
import { createRoutedContact } from './router/routed-contact.ts'

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
  chance: acd.prng.state,
  utcOffsetMinutes: acd.utcOffsetMinutes,
  queues: [...acd.queues.values()].map(({ id, switchedTo: to, throughput: pace }) => ({
    id,
    to,
    pace,
  })),
  lines: [...acd.subQueues.values()].map(snapshotLine),
  servers: [...acd.agents.values()].map(
    ({
      memberships: _,
      profile: _routed,
      hasPhone: _phone,
      freeFor: _free,
      load: _load,
      serving,
      ...server
    }) => ({
      ...server,
      serving: [...serving],
    }),
  ),
  customers: [...acd.contacts.values()].map(({ entry, ...customer }) => ({
    ...customer,
    // By it the place in a line is found again.
    line: entry?.subQueue.id,
  })),
  lastServed: [...acd.lastServed],
  callbacks: [...acd.callbacks],
})

export type AcdSnapshot = ReturnType<typeof snapshotAcd>

/** Ranks are kept, for some are left to chance. */
const snapshotLine = ({
  id,
  requirement: asking,
  lastRanks: turns,
  memberships: seats,
}: SubQueue) => ({
  ...{ id, asking, turns: [...turns] },
  idle: seats.flatMap(({ agent: server, rank, since, place }) =>
    place >= 0 ? [{ agent: server.id, rank, since }] : [],
  ),
})

/** The same state, under the configuration that was in force. */
export function restoreAcd(snapshot: AcdSnapshot, tenant: Tenant): Acd {
  const acd = createAcd()
  for (const { serving, ...server } of snapshot.servers)
    acd.agents.set(server.id, revive(server, serving))
  rebuild(acd, tenant)
  acd.utcOffsetMinutes = snapshot.utcOffsetMinutes
  for (const { id, to, pace } of snapshot.queues) {
    const queue = queueFor(acd, id)
    queue.switchedTo = to
    Object.assign(queue.throughput, pace)
  }
  for (const customer of snapshot.customers)
    acd.contacts.set(customer.id, createRoutedContact(customer))
  for (const [number, agent] of snapshot.lastServed) acd.lastServed.set(number, agent)
  for (const [key, contact] of snapshot.callbacks) acd.callbacks.set(key, contact)
  restoreLines(acd, snapshot)
  return acd
}

function restoreLines(acd: Acd, snapshot: AcdSnapshot): void {
  for (const { asking, turns } of snapshot.lines) {
    const line = subQueueFor(acd, asking, ruleFor(acd, asking.queue, asking.policy))
    for (const [tier, rank] of turns) line.lastRanks.set(tier, rank)
  }
  for (const server of acd.agents.values()) updateIdle(acd, server)
  for (const { id, idle } of snapshot.lines) restoreRanks(acd.subQueues.get(id), idle)
  for (const { id: contact, line: id } of snapshot.customers) {
    const line = id === undefined ? undefined : acd.subQueues.get(id)
    const customer = acd.contacts.get(contact)
    if (line && customer) enqueue(customer, line)
  }
  // Taking the seats has drawn from it.
  acd.prng.state = snapshot.chance
}

function restoreRanks(
  line: SubQueue | undefined,
  idle: AcdSnapshot['lines'][number]['idle'],
): void {
  const ranks = new Map(idle.map((seat) => [seat.agent, seat]))
  for (const seat of line?.memberships ?? []) {
    const known = ranks.get(seat.agent.id)
    if (!known || seat.place < 0) continue
    seat.subQueue.idle.remove(seat)
    Object.assign(seat, { rank: known.rank, since: known.since })
    seat.subQueue.idle.insert(seat)
  }
}

type KeptAgent = Omit<
  RoutedAgent,
  'memberships' | 'serving' | 'load' | 'profile' | 'hasPhone' | 'freeFor'
>

function revive(kept: KeptAgent, serving: readonly (readonly [ContactId, Channel])[]): RoutedAgent {
  const server = { ...createRoutedAgent(kept.id), ...kept }
  for (const [contact, channel] of serving) beginServing(server, contact, channel)
  return server
}
