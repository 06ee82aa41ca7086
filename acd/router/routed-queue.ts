import type { QueueId } from '../../core/names.ts'
import { freshThroughput } from './expected-wait.ts'
import { Sorted } from './sorted.ts'
import type { Acd, QueueEntry, RoutedQueue } from './state.ts'

/** A queue that no configuration names has no members, and keeps those who wait in it. */
export function queueFor(acd: Acd, id: QueueId): RoutedQueue {
  const known = acd.queues.get(id)
  if (known) return known
  const queue: RoutedQueue = {
    id,
    members: [],
    subQueues: [],
    waiting: new Map(),
    switchedTo: 'by-hours',
    throughput: freshThroughput(),
  }
  acd.queues.set(id, queue)
  return queue
}

/** All who wait in a queue under one policy, in the order in which they are due. */
export function orderFor({ waiting }: RoutedQueue, policy: string): Sorted<QueueEntry> {
  const known = waiting.get(policy)
  if (known) return known
  const order = createOrder()
  waiting.set(policy, order)
  return order
}

export const createOrder = (): Sorted<QueueEntry> => new Sorted(isOlder)

/** The longer wait; the place in the stream settles a tie. */
export function isOlder(one: QueueEntry, other: QueueEntry): boolean {
  return one.since !== other.since ? one.since < other.since : one.seq < other.seq
}

export function countWaiting({ waiting }: RoutedQueue): number {
  let count = 0
  for (const order of waiting.values()) count += order.size
  return count
}

/** 1 is next. Contacts of another policy are counted as if they had come under it. */
export function positionOf({ waiting }: RoutedQueue, entry: QueueEntry): number {
  let before = 0
  for (const order of waiting.values()) before += order.countBefore(entry)
  return before + 1
}
