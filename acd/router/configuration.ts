import type { QueueId } from '../../core/names.ts'
import { oneForm } from '../../core/numbering/one-form.ts'
import { plainRule, type Policy } from '../../core/policy.ts'
import type { Tenant } from '../../core/tenant.ts'
import { inForce } from './enqueue.ts'
import { halfLifeMs } from './occupancy.ts'
import { demandsOf } from './requirement.ts'
import { createRoutedAgent } from './routed-agent.ts'
import { queueFor } from './routed-queue.ts'
import type { Acd, Requirement } from './state.ts'
import { subQueueFor } from './sub-queue.ts'

/** The window of occupancy where no cap sets one, s. */
const usualWindowSeconds = 1800

/** Lays out rules, queues and agents by the configuration; sub-queues are made anew when they are asked for. */
export function rebuild(acd: Acd, tenant: Tenant): void {
  acd.subQueues.clear()
  acd.shortcuts.clear()
  rebuildRules(acd, tenant)
  rebuildQueues(acd, tenant)
  rebuildAgents(acd, tenant)
  for (const { id } of tenant.queues) subQueueFor(acd, anybody(id), plainRule(id))
}

function rebuildRules(acd: Acd, { policy, trial }: Tenant): void {
  acd.halfMs = halfLifeMs(policy.agents.occupancyCap?.windowSeconds ?? usualWindowSeconds)
  acd.rules.clear()
  const byQueue = ({ queues }: Policy) => new Map(queues.map((rule) => [rule.queue, rule]))
  if (trial) acd.rules.set(trial.policy.version, byQueue(trial.policy))
  acd.rules.set(policy.version, byQueue(policy))
  acd.rules.set(inForce, byQueue(policy))
}

function rebuildQueues(acd: Acd, { queues }: Tenant): void {
  const former = new Map(acd.queues)
  acd.queues.clear()
  for (const { id } of queues) {
    const queue = queueFor(acd, id)
    const known = former.get(id)
    if (!known) continue
    queue.switchedTo = known.switchedTo
    Object.assign(queue.throughput, known.throughput)
  }
}

function rebuildAgents(acd: Acd, tenant: Tenant): void {
  const former = new Map(acd.agents)
  acd.agents.clear()
  acd.owners.clear()
  for (const person of tenant.people) {
    const agent = former.get(person.id) ?? createRoutedAgent(person.id)
    agent.memberships.length = 0
    agent.freeFor = 0
    agent.profile = person
    agent.hasPhone = person.phone !== undefined
    acd.agents.set(person.id, agent)
    for (const queue of person.queues) acd.queues.get(queue)?.members.push(agent)
    for (const number of person.ownCustomers ?? [])
      acd.owners.set(oneForm(number, tenant), person.id)
  }
}

/** The sub-queue of all members, in which nobody waits: it tells who is idle in a queue. It is the queue's first. */
const anybody = (queue: QueueId): Requirement => ({
  queue,
  policy: '',
  channel: 'voice',
  demands: demandsOf(plainRule(queue), {}, 0),
})
