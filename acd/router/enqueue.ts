import { type ContactId, type QueueId } from '../../core/names.ts'
import { plainRule, type QueueRule, type Skills } from '../../core/policy.ts'
import type { ContactTimer } from '../../core/timer.ts'
import { noteDeparture } from './expected-wait.ts'
import { demandsOf, relaxedAfter } from './requirement.ts'
import { countWaiting } from './routed-queue.ts'
import type { Acd, AcdContext, QueueEntry, RoutedContact, SubQueue } from './state.ts'
import { createEntry, subQueueFor } from './sub-queue.ts'

/** How often it is looked whether a booked callback may be dialled: queues close and open, ms. */
const lookMs = 60_000

/** One clock for each contact that waits: it goes off when something may change for it. */
const waitTimer = (contact: ContactId): ContactTimer => ({ kind: 'wait', of: contact })

/** The rule of the policy that the contact came under, or of the one in force where that is gone. */
export const ruleFor = ({ rules }: Acd, queue: QueueId, policy: string): QueueRule =>
  (rules.get(policy) ?? rules.get(inForce))?.get(queue) ?? plainRule(queue)

/** The key of `rules` under which the rules of the policy in force also stand. */
export const inForce = ''

/** The sub-queue of what a contact asks for by now. */
export function subQueueOf(
  { acd, at }: AcdContext,
  contact: RoutedContact,
  rule: QueueRule,
): SubQueue {
  const { policy, channel, skills, preferred, callback } = contact
  const relaxed = relaxedAfter(rule, at - contact.joinedAt)
  contact.relaxed = relaxed
  const calls = callback && (rule.callback?.first ?? 'customer')
  const asked = `${rule.queue},${policy},${channel},${calls ?? ''},${preferred?.agent ?? relaxed},${listOf(skills)}`
  const known = acd.shortcuts.get(asked)
  if (known) return known
  const requirement = {
    queue: rule.queue,
    policy,
    channel,
    ...(calls && { callback: calls }),
    ...(preferred
      ? { agent: preferred.agent, demands: [] }
      : { demands: demandsOf(rule, skills, relaxed) }),
  }
  const subQueue = subQueueFor(acd, requirement, rule)
  acd.shortcuts.set(asked, subQueue)
  return subQueue
}

function listOf(skills: Skills): string {
  let list = ''
  for (const [skill, level] of Object.entries(skills)) list += `${skill}=${level};`
  return list
}

/** Whether a relaxation or the end of the wait for the preferred agent has come due since the contact took its place. */
export function asksForLess(
  { preferred, relaxed, joinedAt }: RoutedContact,
  { subQueue }: QueueEntry,
  at: number,
) {
  if (subQueue.requirement.agent !== preferred?.agent) return true
  const next = subQueue.relaxMs[relaxed]
  return next !== undefined && joinedAt + next <= at
}

export function enqueue(contact: RoutedContact, subQueue: SubQueue): void {
  const entry = createEntry(subQueue, contact)
  contact.entry = entry
  subQueue.waiting.insert(entry)
  subQueue.order.insert(entry)
}

/** To the sub-queue that it belongs in by now; the wait goes on. */
export function move(entry: QueueEntry, subQueue: SubQueue): void {
  if (entry.subQueue === subQueue) return
  entry.subQueue.waiting.remove(entry)
  entry.subQueue = subQueue
  subQueue.waiting.insert(entry)
}

/** Out of its sub-queue; false when it does not wait. */
export function dequeue({ at }: AcdContext, contact: RoutedContact): boolean {
  const { entry } = contact
  if (!entry) return false
  const { subQueue } = entry
  contact.entry = undefined
  subQueue.waiting.remove(entry)
  subQueue.order.remove(entry)
  noteDeparture(subQueue.queue.throughput, countWaiting(subQueue.queue), at)
  return true
}

export function stopClock({ effects }: AcdContext, contact: ContactId): void {
  effects.push({ do: 'stopTimer', timer: waitTimer(contact) })
}

/** Goes off at the next instant at which something is due. */
export function startClock(
  { at, effects }: AcdContext,
  contact: RoutedContact,
  subQueue: SubQueue,
): void {
  const { joinedAt, limitFrom, preferred, callback, announceAt = Infinity, relaxed } = contact
  let next = earlier(announceAt, joinedAt + (subQueue.relaxMs[relaxed] ?? Infinity), at)
  for (const limit of subQueue.limitMs) next = earlier(next, limitFrom + limit, at)
  if (preferred) next = earlier(next, preferred.until, at)
  if (callback) next = earlier(next, callback.notBefore > at ? callback.notBefore : at + lookMs, at)
  if (next > at && next < Infinity)
    effects.push({ do: 'startTimer', timer: waitTimer(contact.id), at: next })
}

/** The earlier of two instants that are still to come. */
const earlier = (one: number, other: number, at: number): number =>
  one > at && (one < other || other <= at) ? one : other
