import type { QueueId } from '../../core/names.ts'
import type { Destination, Policy, QueueRule } from '../../core/policy.ts'
import type { FaultPath } from './fault-path.ts'
import { type Finding, finding } from './fault.ts'

/** Ways out of a queue that may lead round: each round is named once, from its first queue in the policy on. */
export function* checkRounds(path: FaultPath, { queues }: Policy): Generator<Finding> {
  const ways = new Map(queues.map((rule) => [rule.queue, waysOut(rule)]))
  const told = new Set<string>()
  for (const [index, { queue }] of queues.entries())
    for (const next of ways.get(queue) ?? []) {
      const round = shortestWay(ways, next, queue)
      const members = [...round].sort().join()
      if (round.length === 0 || told.has(members)) continue
      told.add(members)
      yield finding([...path, 'queues', index], 'goes-round', [queue, ...round].join(' → '))
    }
}

/** Where contacts of a queue may overflow to; a way to itself is another fault. */
function waysOut({ queue, limits, opening }: QueueRule): ReadonlySet<QueueId> {
  const ends: Destination[] = limits.map(({ to }) => to)
  if (opening) ends.push(opening.closedTo, opening.emergencyTo)
  const queues = ends.flatMap((to) => ('queue' in to ? [to.queue] : []))
  return new Set(queues.filter((each) => each !== queue))
}

/** From one queue to another, both named; empty where no way leads. */
function shortestWay(
  ways: ReadonlyMap<QueueId, ReadonlySet<QueueId>>,
  from: QueueId,
  to: QueueId,
): readonly QueueId[] {
  const cameFrom = new Map<QueueId, QueueId | undefined>([[from, undefined]])
  for (const at of cameFrom.keys())
    for (const next of ways.get(at) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, at)
  if (!cameFrom.has(to)) return []
  const way: QueueId[] = []
  for (let at: QueueId | undefined = to; at !== undefined; at = cameFrom.get(at)) way.unshift(at)
  return way
}
