import type { QueueId } from '../../core/names.ts'
import { oneForm } from '../../core/numbering/one-form.ts'
import { plainRule, type Policy } from '../../core/policy.ts'
import type { Tenant } from '../../core/tenant.ts'
import { halfLifeMs } from '../router/occupancy.ts'
import { createRoutedAgent } from '../router/routed-agent.ts'
import { subQueueFor } from '../router/sub-queue.ts'
import { enqueue, inForce, subQueueOf, ruleFor } from '../router/enqueue.ts'
import { queueFor } from '../router/routed-queue.ts'
import { demandsOf } from '../router/requirement.ts'
import { serveAgent } from '../router/match.ts'
import type { Acd, Requirement, RoutedContact, AcdContext } from '../router/state.ts'

/** The window of occupancy where no cap sets one, s. */
const usualWindowSeconds = 1800

/** Another configuration: everybody keeps age and state, and stands in the lines that it makes. */
export function configure(turn: AcdContext): void {
  const { acd, tenant } = turn
  const waiting = [...acd.contacts.values()].filter(({ entry }) => entry !== undefined)
  rebuild(acd, tenant)
  for (const customer of waiting) standAgain(turn, customer)
  for (const server of acd.agents.values()) serveAgent(turn, server)
}

/** Lays out rules, queues and agents by the configuration; lines are made anew when they are asked for. */
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
    const server = former.get(person.id) ?? createRoutedAgent(person.id)
    server.memberships.length = 0
    server.freeFor = 0
    server.profile = person
    server.hasPhone = person.phone !== undefined
    acd.agents.set(person.id, server)
    for (const queue of person.queues) acd.queues.get(queue)?.members.push(server)
    for (const number of person.ownCustomers ?? [])
      acd.owners.set(oneForm(number, tenant), person.id)
  }
}

/** The line of all members, in which nobody waits: it tells who is idle in a queue. It is the queue's first. */
const anybody = (queue: QueueId): Requirement => ({
  ...{ queue, policy: '', channel: 'voice' },
  demands: demandsOf(plainRule(queue), {}, 0),
})

function standAgain(turn: AcdContext, customer: RoutedContact): void {
  const { queue } = customer
  customer.entry = undefined
  if (queue === undefined) return
  const rule = ruleFor(turn.acd, queue, customer.policy)
  enqueue(customer, subQueueOf(turn, customer, rule))
}
