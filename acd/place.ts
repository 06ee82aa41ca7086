import { type ContactId, named, type QueueId, type TimerId } from '../core/names.ts'
import { plainRule, type QueueRule, ruleOf } from '../core/policy.ts'
import type { Tenant } from '../core/tenant.ts'
import { noteDeparture } from './expected-wait.ts'
import { createEntry, lineFor } from './line.ts'
import { relaxedAfter } from './requirement.ts'
import type { Acd, Customer, Entry, Line, Turn } from './state.ts'

/** How often it is looked whether a booked callback may be dialled: queues close and open, ms. */
const lookMs = 60_000

/** One clock for each contact that waits: it goes off when something may change for it. */
const waitTimer = (contact: ContactId): TimerId => named(`wait:${contact}`)

export const ruleFor = (tenant: Tenant, queue: QueueId, policy: string): QueueRule =>
  ruleOf(tenant, queue, policy) ?? plainRule(queue)

/** The line of what a contact asks for by now. */
export function lineOf({ acd, at }: Turn, customer: Customer, rule: QueueRule): Line {
  const { policy, channel, skills, wish, callback, joinedAt } = customer
  const asking = {
    ...{ queue: rule.queue, policy, channel, skills },
    relaxed: rule.relax.length > 0 ? relaxedAfter(rule, at - joinedAt) : 0,
    isCallback: callback !== undefined && rule.callback?.first === 'customer',
    ...(wish && { agent: wish.agent }),
  }
  return lineFor(acd, asking, rule)
}

export function enter(acd: Acd, customer: Customer, line: Line): void {
  const entry = createEntry(line, customer, customer.priority)
  line.waiting.insert(entry)
  acd.entries.set(customer.contact, entry)
  const queue = acd.queues.get(line.asking.queue)
  if (queue) queue.waiting++
}

/** To the line that it belongs in by now; the wait goes on. */
export function move({ acd }: Turn, customer: Customer, from: Entry, line: Line): void {
  const entry = createEntry(line, customer, customer.priority)
  from.line.waiting.remove(from)
  line.waiting.insert(entry)
  acd.entries.set(customer.contact, entry)
}

/** Out of its line; false when it does not wait. */
export function leave({ acd, at }: Turn, contact: ContactId): boolean {
  const entry = acd.entries.get(contact)
  if (!entry) return false
  entry.line.waiting.remove(entry)
  acd.entries.delete(contact)
  const queue = acd.queues.get(entry.line.asking.queue)
  if (queue) noteDeparture(queue.pace, --queue.waiting, at)
  return true
}

export function stopClock({ effects }: Turn, contact: ContactId): void {
  effects.push({ do: 'stopTimer', timer: waitTimer(contact) })
}

export function startClock({ at, effects }: Turn, customer: Customer, rule: QueueRule): void {
  const { joinedAt, wish, announceAt, callback } = customer
  const instants = [
    ...rule.relax.map(({ afterSeconds }) => joinedAt + afterSeconds * 1000),
    ...rule.limits.flatMap(({ when, above }) => (when === 'wait' ? joinedAt + above * 1000 : [])),
    ...(wish ? [wish.until] : []),
    ...(announceAt === undefined ? [] : [announceAt]),
    ...(callback ? [callback.notBefore > at ? callback.notBefore : at + lookMs] : []),
  ].filter((instant) => instant > at)
  if (instants.length === 0) return
  const timer = waitTimer(customer.contact)
  effects.push({ do: 'startTimer', timer, at: Math.min(...instants) })
}
