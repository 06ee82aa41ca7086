import type { QueueId } from '../../core/names.ts'
import type { Acd, Entry, Queue } from '../state.ts'
import { freshPace } from '../waiting/expected-wait.ts'
import { Sorted } from './sorted.ts'

/** A queue that no configuration names has no members, and keeps those who wait in it. */
export function queueFor(acd: Acd, id: QueueId): Queue {
  const known = acd.queues.get(id)
  if (known) return known
  const queue: Queue = {
    ...{ id, members: [], lines: [], waiting: new Map() },
    ...{ to: 'by-hours', pace: freshPace() },
  }
  acd.queues.set(id, queue)
  return queue
}

/** All who wait in a queue under one policy, in the order in which they are due. */
export function orderFor({ waiting }: Queue, policy: string): Sorted<Entry> {
  const known = waiting.get(policy)
  if (known) return known
  const order = createOrder()
  waiting.set(policy, order)
  return order
}

export const createOrder = (): Sorted<Entry> => new Sorted(isOlder)

/** The longer wait; the place in the stream settles a tie. */
export function isOlder(one: Entry, other: Entry): boolean {
  return one.since !== other.since ? one.since < other.since : one.seq < other.seq
}

export function countWaiting({ waiting }: Queue): number {
  let count = 0
  for (const order of waiting.values()) count += order.size
  return count
}

/** 1 is next. Contacts of another policy are counted as if they had come under it. */
export function positionOf({ waiting }: Queue, entry: Entry): number {
  let before = 0
  for (const order of waiting.values()) before += order.countBefore(entry)
  return before + 1
}
