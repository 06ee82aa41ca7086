import type { EventOf } from '../core/event.ts'
import { named } from '../core/names.ts'
import type { Destination, Limit, QueueRule } from '../core/policy.ts'
import { announce } from './announcement.ts'
import { endCallback } from './callbacks.ts'
import { expectedWait, noteArrival, plainForecast } from './expected-wait.ts'
import { serveContact, settleForecast } from './match.ts'
import { stateAt } from './opening.ts'
import {
  belongsIn,
  countWaiting,
  enter,
  leave,
  lineOf,
  move,
  ruleFor,
  startClock,
  stopClock,
} from './place.ts'
import type { Customer, Queue, Turn } from './state.ts'
import { wishOf } from './wish.ts'

/** A contact joins a queue, or is back after a miss: it is served at once, led elsewhere, or waits. */
export function join(turn: Turn, customer: Customer, event: EventOf<'contact.queued'>): void {
  const queue = turn.acd.queues.get(event.queue)
  const isNew = customer.queue !== event.queue || customer.since !== event.since
  endCallback(turn, customer)
  note(turn, customer, event, isNew)
  if (!queue) return
  const rule = ruleFor(turn.tenant, queue.id, customer.policy)
  const isOpenTo = !isNew || event.agent !== undefined
  const shut = isOpenTo ? undefined : whereShut(turn, customer, queue, rule)
  if (shut) overflow(turn, customer, shut.why, shut.to)
  else if (!serveContact(turn, customer, lineOf(turn, customer, rule))) {
    const full = isNew ? limitOnArrival(customer, queue, rule) : undefined
    if (full) overflow(turn, customer, full.when, full.to)
    else wait(turn, customer, queue, rule, isNew)
  }
}

function note(
  turn: Turn,
  customer: Customer,
  event: EventOf<'contact.queued'>,
  isNew: boolean,
): void {
  const { queue, since, skills, priority, channel, agent } = event
  if (customer.since !== since) customer.through.length = 0
  Object.assign(customer, {
    ...{ queue, since, seq: event.seq },
    ...(skills && { skills }),
    ...(priority !== undefined && { priority }),
    ...(channel && { channel }),
  })
  delete customer.announceAt
  delete customer.wish
  if (!isNew && agent === undefined) return
  customer.joinedAt = turn.at
  delete customer.told
  const { preferredSeconds } = ruleFor(turn.tenant, queue, customer.policy)
  const wish = wishOf(turn.acd, customer.from, preferredSeconds, turn.at, agent)
  if (wish) customer.wish = wish
}

function wait(turn: Turn, customer: Customer, queue: Queue, rule: QueueRule, isNew: boolean): void {
  noteArrival(queue.pace, countWaiting(queue), turn.at)
  enter(turn.acd, customer, lineOf(turn, customer, rule))
  if (isNew) {
    const nominalMs = plainForecast(queue.pace, countWaiting(queue))
    if (nominalMs !== undefined) customer.forecast = { nominalMs, at: turn.at }
  }
  announce(turn, customer, queue, rule, isNew)
  startClock(turn, customer, rule)
}

/** Something is due for one who waits: another line, an end of the wait, a word. */
export function onWaitClock(turn: Turn, customer: Customer): void {
  const { acd, at } = turn
  const entry = acd.entries.get(customer.contact)
  const queue = entry && acd.queues.get(entry.line.asking.queue)
  if (!queue) return
  const { rule } = entry.line
  if (customer.wish && customer.wish.until <= at) delete customer.wish
  if (!belongsIn(entry.line, customer, at)) {
    move(entry, lineOf(turn, customer, rule))
    if (serveContact(turn, customer, entry.line)) return
  }
  const limit = limitByWait(customer, rule, at)
  if (limit) {
    overflow(turn, customer, 'wait', limit.to)
    return
  }
  if (customer.announceAt !== undefined && customer.announceAt <= at)
    announce(turn, customer, queue, rule, false)
  startClock(turn, customer, rule)
}

/** It does not wait on here. */
export function overflow(
  turn: Turn,
  customer: Customer,
  why: EventOf<'contact.overflowed'>['why'],
  to: Destination,
): void {
  const { contact, queue } = customer
  if (queue === undefined) return
  if (leave(turn, contact)) stopClock(turn, contact)
  settleForecast(turn, customer, false)
  customer.through.push(queue)
  turn.conclusions.push({ type: 'contact.overflowed', contact, queue, why, to })
}

/** A contact is not led to where it has been; a booked callback is led nowhere. */
function canLeadTo({ through, queue, callback }: Customer, to: Destination): boolean {
  if (callback) return false
  return !('queue' in to) || (to.queue !== queue && !through.includes(to.queue))
}

/** Where a contact goes whose queue is not open. */
export function whereShut(
  { acd, at }: Turn,
  customer: Customer,
  { to }: Queue,
  { opening }: QueueRule,
): { readonly why: 'closed' | 'emergency'; readonly to: Destination } | undefined {
  const why = stateAt(to, opening, at, acd.utcOffsetMinutes)
  if (why === 'open') return undefined
  const lead = why === 'closed' ? opening?.closedTo : opening?.emergencyTo
  return { why, to: lead && canLeadTo(customer, lead) ? lead : { goodbye: named(why) } }
}

function limitOnArrival(
  customer: Customer,
  queue: Queue,
  { limits }: QueueRule,
): Limit | undefined {
  const { pace } = queue
  const waiting = countWaiting(queue)
  return limits.find(({ when, above, to }) => {
    if (when === 'wait' || !canLeadTo(customer, to)) return false
    if (when === 'size') return waiting >= above
    const nominalMs = plainForecast(pace, waiting + 1)
    return nominalMs !== undefined && expectedWait(pace, nominalMs).p50Ms > above * 1000
  })
}

const limitByWait = (customer: Customer, { limits }: QueueRule, at: number): Limit | undefined =>
  limits.find(
    ({ when, above, to }) =>
      when === 'wait' && customer.joinedAt + above * 1000 <= at && canLeadTo(customer, to),
  )
