import { type ContactId, named, type QueueId, type TimerId } from '../../core/names.ts'
import { plainRule, type QueueRule, type Skills } from '../../core/policy.ts'
import type { Acd, RoutedContact, QueueEntry, SubQueue, AcdContext } from './state.ts'
import { noteDeparture } from './expected-wait.ts'
import { createEntry, subQueueFor } from './sub-queue.ts'
import { countWaiting } from './routed-queue.ts'
import { demandsOf, relaxedAfter } from './requirement.ts'

/** How often it is looked whether a booked callback may be dialled: queues close and open, ms. */
const lookMs = 60_000

/** One clock for each contact that waits: it goes off when something may change for it. */
const waitTimer = (contact: ContactId): TimerId => named(`wait:${contact}`)

/** The rule of the policy that the contact came under, or of the one in force where that is gone. */
export const ruleFor = ({ rules }: Acd, queue: QueueId, policy: string): QueueRule =>
  (rules.get(policy) ?? rules.get(inForce))?.get(queue) ?? plainRule(queue)

/** The policy in force also stands under this name. */
export const inForce = ''

/** The line of what a contact asks for by now. */
export function subQueueOf(
  { acd, at }: AcdContext,
  customer: RoutedContact,
  rule: QueueRule,
): SubQueue {
  const { policy, channel, skills, preferred: wish, callback } = customer
  const relaxed = relaxedAfter(rule, at - customer.joinedAt)
  customer.relaxed = relaxed
  const calls = callback && (rule.callback?.first ?? 'customer')
  const asked = `${rule.queue},${policy},${channel},${calls ?? ''},${wish?.agent ?? relaxed},${listOf(skills)}`
  const known = acd.shortcuts.get(asked)
  if (known) return known
  const asking = {
    ...{ queue: rule.queue, policy, channel },
    ...(calls && { callback: calls }),
    ...(wish ? { agent: wish.agent, demands: [] } : { demands: demandsOf(rule, skills, relaxed) }),
  }
  const line = subQueueFor(acd, asking, rule)
  acd.shortcuts.set(asked, line)
  return line
}

function listOf(skills: Skills): string {
  let list = ''
  for (const [skill, level] of Object.entries(skills)) list += `${skill}=${level};`
  return list
}

/** What the contact asks for is no longer what it asked for when it took its place. */
export function asksForLess(
  { preferred: wish, relaxed, joinedAt }: RoutedContact,
  { subQueue: line }: QueueEntry,
  at: number,
) {
  if (line.requirement.agent !== wish?.agent) return true
  const next = line.relaxMs[relaxed]
  return next !== undefined && joinedAt + next <= at
}

export function enqueue(customer: RoutedContact, line: SubQueue): void {
  const entry = createEntry(line, customer)
  customer.entry = entry
  line.waiting.insert(entry)
  line.order.insert(entry)
}

/** To the line that it belongs in by now; the wait goes on. */
export function move(entry: QueueEntry, line: SubQueue): void {
  if (entry.subQueue === line) return
  entry.subQueue.waiting.remove(entry)
  entry.subQueue = line
  line.waiting.insert(entry)
}

/** Out of its line; false when it does not wait. */
export function dequeue({ at }: AcdContext, customer: RoutedContact): boolean {
  const { entry } = customer
  if (!entry) return false
  const { subQueue: line } = entry
  customer.entry = undefined
  line.waiting.remove(entry)
  line.order.remove(entry)
  noteDeparture(line.queue.throughput, countWaiting(line.queue), at)
  return true
}

export function stopClock({ effects }: AcdContext, contact: ContactId): void {
  effects.push({ do: 'stopTimer', timer: waitTimer(contact) })
}

/** Goes off at the next instant at which something is due. */
export function startClock(
  { at, effects }: AcdContext,
  customer: RoutedContact,
  line: SubQueue,
): void {
  const {
    joinedAt,
    limitFrom,
    preferred: wish,
    callback,
    announceAt = Infinity,
    relaxed,
  } = customer
  let next = earlier(announceAt, joinedAt + (line.relaxMs[relaxed] ?? Infinity), at)
  for (const limit of line.limitMs) next = earlier(next, limitFrom + limit, at)
  if (wish) next = earlier(next, wish.until, at)
  if (callback) next = earlier(next, callback.notBefore > at ? callback.notBefore : at + lookMs, at)
  if (next > at && next < Infinity)
    effects.push({ do: 'startTimer', timer: waitTimer(customer.id), at: next })
}

/** The earlier of two instants that are still to come. */
const earlier = (one: number, other: number, at: number): number =>
  one > at && (one < other || other <= at) ? one : other
