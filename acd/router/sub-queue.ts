import type { QueueRule } from '../../core/policy.ts'
import { Heap } from './heap.ts'
import { joinIdle } from './membership.ts'
import { demandsId, fitOf } from './requirement.ts'
import { createOrder, isOlder, orderFor, queueFor } from './routed-queue.ts'
import type {
  Acd,
  Membership,
  QueueEntry,
  Requirement,
  RoutedAgent,
  RoutedContact,
  SubQueue,
} from './state.ts'

/** The sub-queue of a requirement; made when it is asked for first. */
export function subQueueFor(acd: Acd, requirement: Requirement, rule: QueueRule): SubQueue {
  const id = idOf(requirement)
  const known = acd.subQueues.get(id)
  if (known) return known
  const queue = queueFor(acd, requirement.queue)
  const subQueue: SubQueue = {
    id,
    requirement,
    rule,
    queue,
    order: orderFor(queue, requirement.policy),
    waiting: createOrder(),
    memberships: [],
    idle: new Heap(isPickedBefore),
    lastRanks: new Map(),
    relaxMs: rule.relax.map(({ afterSeconds }) => afterSeconds * 1000),
    limitMs: rule.limits.flatMap(({ when, above }) => (when === 'wait' ? above * 1000 : [])),
  }
  acd.subQueues.set(id, subQueue)
  queue.subQueues.push(subQueue)
  for (const agent of candidatesOf(acd, subQueue)) addMembership(agent, subQueue)
  for (const membership of subQueue.memberships) joinIdle(acd, membership)
  return subQueue
}

/** In the order of the roster. */
function candidatesOf(acd: Acd, { requirement }: SubQueue): Iterable<RoutedAgent> {
  if (requirement.agent !== undefined) {
    const agent = acd.agents.get(requirement.agent)
    return agent ? [agent] : []
  }
  const queues = requirement.demands.map(({ queue }) => queue)
  return new Set(queues.flatMap((queue) => acd.queues.get(queue)?.members ?? []))
}

function addMembership(agent: RoutedAgent, subQueue: SubQueue): void {
  const { agent: only, demands } = subQueue.requirement
  const fit = only === undefined ? fitOf(agent, demands) : { tier: 1, fit: 0 }
  if (!fit) return
  const order = subQueue.memberships.length
  const membership: Membership = {
    agent,
    subQueue,
    ...fit,
    order,
    rank: 0,
    since: 0,
    place: -1,
  }
  subQueue.memberships.push(membership)
  agent.memberships.push(membership)
}

function idOf({ queue, policy, channel, demands, agent, callback }: Requirement): string {
  const kind = callback ? `callback-${callback}` : channel
  return [queue, policy, kind, agent ?? '', demandsId(demands)].join()
}

/** By tier, rank, idle time, roster: a total order. */
function isPickedBefore(one: Membership, other: Membership): boolean {
  if (one.tier !== other.tier) return one.tier < other.tier
  if (one.rank !== other.rank) return one.rank < other.rank
  if (one.since !== other.since) return one.since < other.since
  return one.order < other.order
}

/** Points of a contact now: priority and age, weighted by its queue. */
export const pointsAt = ({ subQueue: { rule }, priority, since }: QueueEntry, at: number): number =>
  rule.weight * (priority + (rule.ageing * Math.max(0, at - since)) / 1000)

export function createEntry(subQueue: SubQueue, contact: RoutedContact): QueueEntry {
  const { id, since, seq } = contact
  const priority = contact.priority ?? subQueue.rule.priority
  const { weight, ageing } = subQueue.rule
  const key = weight * ((ageing * since) / 1000 - priority)
  return { contact: id, subQueue, since, seq, priority, key }
}

/** Served before the other by an agent who can serve both: more points, then the longer wait. */
export function isDueBefore(one: QueueEntry, other: QueueEntry, at: number): boolean {
  const points = pointsAt(one, at) - pointsAt(other, at)
  if (points !== 0) return points > 0
  return isOlder(one, other)
}
