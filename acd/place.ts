import { type ContactId, named, type QueueId, type TimerId } from '../core/names.ts'
import { plainRule, type QueueRule, ruleOf } from '../core/policy.ts'
import type { Tenant } from '../core/tenant.ts'
import { noteDeparture } from './expected-wait.ts'
import { createEntry, createOrder, lineFor } from './line.ts'
import { relaxedAfter } from './requirement.ts'
import type { Sorted } from './sorted.ts'
import type { Acd, Customer, Entry, Line, Queue, Turn } from './state.ts'

/** How often it is looked whether a booked callback may be dialled: queues close and open, ms. */
const lookMs = 60_000

/** One clock for each contact that waits: it goes off when something may change for it. */
const waitTimer = (contact: ContactId): TimerId => named(`wait:${contact}`)

export const ruleFor = (tenant: Tenant, queue: QueueId, policy: string): QueueRule =>
  ruleOf(tenant, queue, policy) ?? plainRule(queue)

/** Nothing has changed in what a contact asks for since it stands in this line. */
export const belongsIn = (
  { asking, rule }: Line,
  { wish, joinedAt }: Customer,
  at: number,
): boolean => asking.agent === wish?.agent && asking.relaxed === relaxedAfter(rule, at - joinedAt)

/** The line of what a contact asks for by now. */
export function lineOf({ acd, at }: Turn, customer: Customer, rule: QueueRule): Line {
  const { policy, channel, skills, wish, callback, joinedAt } = customer
  const asking = {
    ...{ queue: rule.queue, policy, channel, skills },
    relaxed: relaxedAfter(rule, at - joinedAt),
    isCallback: callback !== undefined && rule.callback?.first === 'customer',
    ...(wish && { agent: wish.agent }),
  }
  return lineFor(acd, asking, rule)
}

export function enter(acd: Acd, customer: Customer, line: Line): void {
  const entry = createEntry(line, customer)
  line.waiting.insert(entry)
  acd.entries.set(customer.contact, entry)
  orderOf(acd, line)?.insert(entry)
}

/** To the line that it belongs in by now; the wait goes on. */
export function move(entry: Entry, line: Line): void {
  entry.line.waiting.remove(entry)
  entry.line = line
  line.waiting.insert(entry)
}

/** Out of its line; false when it does not wait. */
export function leave({ acd, at }: Turn, contact: ContactId): boolean {
  const entry = acd.entries.get(contact)
  if (!entry) return false
  const { line } = entry
  acd.entries.delete(contact)
  line.waiting.remove(entry)
  orderOf(acd, line)?.remove(entry)
  const queue = acd.queues.get(line.asking.queue)
  if (queue) noteDeparture(queue.pace, countWaiting(queue), at)
  return true
}

function orderOf(acd: Acd, { asking }: Line): Sorted<Entry> | undefined {
  const orders = acd.queues.get(asking.queue)?.waiting
  const known = orders?.get(asking.policy)
  if (known || !orders) return known
  const order = createOrder()
  orders.set(asking.policy, order)
  return order
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

export function stopClock({ effects }: Turn, contact: ContactId): void {
  effects.push({ do: 'stopTimer', timer: waitTimer(contact) })
}

/** Goes off at the next instant at which something is due. */
export function startClock({ at, effects }: Turn, customer: Customer, rule: QueueRule): void {
  const { joinedAt, wish, announceAt = Infinity, callback } = customer
  let next = announceAt > at ? announceAt : Infinity
  if (wish && wish.until > at) next = Math.min(next, wish.until)
  for (const { afterSeconds } of rule.relax)
    next = earlier(next, joinedAt + afterSeconds * 1000, at)
  for (const { when, above } of rule.limits)
    if (when === 'wait') next = earlier(next, joinedAt + above * 1000, at)
  if (callback) next = Math.min(next, callback.notBefore > at ? callback.notBefore : at + lookMs)
  if (next < Infinity)
    effects.push({ do: 'startTimer', timer: waitTimer(customer.contact), at: next })
}

const earlier = (next: number, instant: number, at: number): number =>
  instant > at && instant < next ? instant : next
