import type { QueueRule } from '../../core/policy.ts'
import { takeSeat } from '../agents/seats.ts'
import type { Acd, Asking, Customer, Entry, Line, Seat, Server } from '../state.ts'
import { Heap } from './heap.ts'
import { createOrder, isOlder, orderFor, queueFor } from './queue.ts'
import { demandsId, fitOf } from './requirement.ts'

/** The line for those who ask for this; made when it is asked for first. */
export function lineFor(acd: Acd, asking: Asking, rule: QueueRule): Line {
  const id = idOf(asking)
  const known = acd.lines.get(id)
  if (known) return known
  const queue = queueFor(acd, asking.queue)
  const line: Line = {
    ...{ id, asking, rule, queue },
    order: orderFor(queue, asking.policy),
    waiting: createOrder(),
    seats: [],
    idle: new Heap(isPickedBefore),
    turns: new Map(),
    relaxMs: rule.relax.map(({ afterSeconds }) => afterSeconds * 1000),
    limitMs: rule.limits.flatMap(({ when, above }) => (when === 'wait' ? above * 1000 : [])),
  }
  acd.lines.set(id, line)
  queue.lines.push(line)
  for (const server of candidatesOf(acd, line)) giveSeat(server, line)
  for (const seat of line.seats) takeSeat(acd, seat)
  return line
}

/** In the order of the roster. */
function candidatesOf(acd: Acd, { asking }: Line): Iterable<Server> {
  if (asking.agent !== undefined) {
    const server = acd.servers.get(asking.agent)
    return server ? [server] : []
  }
  const queues = asking.demands.map(({ queue }) => queue)
  return new Set(queues.flatMap((queue) => acd.queues.get(queue)?.members ?? []))
}

function giveSeat(server: Server, line: Line): void {
  const { agent, demands } = line.asking
  const fit = agent === undefined ? fitOf(server, demands) : { tier: 1, fit: 0 }
  if (!fit) return
  const order = line.seats.length
  const seat: Seat = { server, line, ...fit, order, rank: 0, since: 0, place: -1 }
  line.seats.push(seat)
  server.seats.push(seat)
}

function idOf({ queue, policy, channel, demands, agent, callback }: Asking): string {
  const kind = callback ? `callback-${callback}` : channel
  return [queue, policy, kind, agent ?? '', demandsId(demands)].join()
}

/** By tier, rank, idle time, roster: a total order. */
function isPickedBefore(one: Seat, other: Seat): boolean {
  if (one.tier !== other.tier) return one.tier < other.tier
  if (one.rank !== other.rank) return one.rank < other.rank
  if (one.since !== other.since) return one.since < other.since
  return one.order < other.order
}

/** Points of a contact now: priority and age, weighted by its queue. */
export const pointsAt = ({ line: { rule }, priority, since }: Entry, at: number): number =>
  rule.weight * (priority + (rule.ageing * Math.max(0, at - since)) / 1000)

export function createEntry(line: Line, customer: Customer): Entry {
  const { contact, since, seq } = customer
  const priority = customer.priority ?? line.rule.priority
  const { weight, ageing } = line.rule
  const key = weight * ((ageing * since) / 1000 - priority)
  return { contact, line, since, seq, priority, key }
}

/** Served before the other by an agent who can serve both: more points, then the longer wait. */
export function isDueBefore(one: Entry, other: Entry, at: number): boolean {
  const points = pointsAt(one, at) - pointsAt(other, at)
  if (points !== 0) return points > 0
  return isOlder(one, other)
}
