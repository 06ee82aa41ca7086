import type { QueueRule } from '../../core/policy.ts'
import { joinIdle } from './membership.ts'
import type {
  Acd,
  Requirement,
  RoutedContact,
  QueueEntry,
  SubQueue,
  Membership,
  RoutedAgent,
} from './state.ts'
import { Heap } from './heap.ts'
import { createOrder, isOlder, orderFor, queueFor } from './routed-queue.ts'
import { demandsId, fitOf } from './requirement.ts'

/** The line for those who ask for this; made when it is asked for first. */
export function subQueueFor(acd: Acd, asking: Requirement, rule: QueueRule): SubQueue {
  const id = idOf(asking)
  const known = acd.subQueues.get(id)
  if (known) return known
  const queue = queueFor(acd, asking.queue)
  const line: SubQueue = {
    ...{ id, requirement: asking, rule, queue },
    order: orderFor(queue, asking.policy),
    waiting: createOrder(),
    memberships: [],
    idle: new Heap(isPickedBefore),
    lastRanks: new Map(),
    relaxMs: rule.relax.map(({ afterSeconds }) => afterSeconds * 1000),
    limitMs: rule.limits.flatMap(({ when, above }) => (when === 'wait' ? above * 1000 : [])),
  }
  acd.subQueues.set(id, line)
  queue.subQueues.push(line)
  for (const server of candidatesOf(acd, line)) addMembership(server, line)
  for (const seat of line.memberships) joinIdle(acd, seat)
  return line
}

/** In the order of the roster. */
function candidatesOf(acd: Acd, { requirement: asking }: SubQueue): Iterable<RoutedAgent> {
  if (asking.agent !== undefined) {
    const server = acd.agents.get(asking.agent)
    return server ? [server] : []
  }
  const queues = asking.demands.map(({ queue }) => queue)
  return new Set(queues.flatMap((queue) => acd.queues.get(queue)?.members ?? []))
}

function addMembership(server: RoutedAgent, line: SubQueue): void {
  const { agent, demands } = line.requirement
  const fit = agent === undefined ? fitOf(server, demands) : { tier: 1, fit: 0 }
  if (!fit) return
  const order = line.memberships.length
  const seat: Membership = {
    agent: server,
    subQueue: line,
    ...fit,
    order,
    rank: 0,
    since: 0,
    place: -1,
  }
  line.memberships.push(seat)
  server.memberships.push(seat)
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

export function createEntry(line: SubQueue, customer: RoutedContact): QueueEntry {
  const { id: contact, since, seq } = customer
  const priority = customer.priority ?? line.rule.priority
  const { weight, ageing } = line.rule
  const key = weight * ((ageing * since) / 1000 - priority)
  return { contact, subQueue: line, since, seq, priority, key }
}

/** Served before the other by an agent who can serve both: more points, then the longer wait. */
export function isDueBefore(one: QueueEntry, other: QueueEntry, at: number): boolean {
  const points = pointsAt(one, at) - pointsAt(other, at)
  if (points !== 0) return points > 0
  return isOlder(one, other)
}
