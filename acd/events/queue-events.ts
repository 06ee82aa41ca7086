import type { EventOf } from '../../core/event.ts'
import { type AgentId, named } from '../../core/names.ts'
import { stateAt } from '../../core/opening.ts'
import type { Destination, Limit, QueueRule, Skills } from '../../core/policy.ts'
import {
  asksForLess,
  enqueue,
  dequeue,
  subQueueOf,
  move,
  ruleFor,
  startClock,
  stopClock,
} from '../router/enqueue.ts'
import { countWaiting, queueFor } from '../router/routed-queue.ts'
import { serveAgent, serveContact, settleForecast } from '../router/match.ts'
import type { RoutedContact, SubQueue, RoutedQueue, AcdContext } from '../router/state.ts'
import { announce } from './announcement.ts'
import { endCallback } from './callbacks.ts'
import { expectedWait, noteArrival, plainForecast } from '../router/expected-wait.ts'
import { preferredAgentOf } from './preferred-agent.ts'

/** A contact joins a queue, or is back after a miss: it is served at once, led elsewhere, or waits. */
export function join(
  turn: AcdContext,
  customer: RoutedContact,
  event: EventOf<'contact.queued'>,
): void {
  const isNew = customer.queue !== event.queue || customer.since !== event.since
  const rule = ruleFor(turn.acd, event.queue, customer.policy)
  const isCalled = customer.callback !== undefined
  const courting = endCallback(turn, customer)
  note(customer, event)
  if (isCalled) customer.limitFrom = turn.at
  if (isNew || event.agent !== undefined) beginWait(turn, customer, rule, event.agent)
  findPlace(
    turn,
    customer,
    queueFor(turn.acd, event.queue),
    rule,
    isNew && event.agent === undefined,
  )
  if (courting) serveAgent(turn, courting)
}

/** An idle agent, another destination, or a place in the line. */
function findPlace(
  turn: AcdContext,
  customer: RoutedContact,
  queue: RoutedQueue,
  rule: QueueRule,
  mayBeLedAway: boolean,
): void {
  const shut = mayBeLedAway ? whereShut(turn, customer, queue, rule) : undefined
  if (shut) {
    overflow(turn, customer, shut.why, shut.to)
    return
  }
  const line = subQueueOf(turn, customer, rule)
  if (serveContact(turn, customer, line)) return
  const full = mayBeLedAway ? limitOnArrival(customer, queue, rule) : undefined
  if (full) overflow(turn, customer, full.when, full.to)
  else wait(turn, customer, line)
}

const nothing: Skills = {}

function note(customer: RoutedContact, event: EventOf<'contact.queued'>): void {
  if (customer.since !== event.since) customer.through = []
  customer.queue = event.queue
  customer.since = event.since
  customer.seq = event.seq
  // What it asks for is said each time: what one queue asks for may mean nothing in the next.
  customer.skills = event.skills ?? nothing
  customer.priority = event.priority
  customer.channel = event.channel ?? 'voice'
  customer.announceAt = undefined
  customer.preferred = undefined
}

/** The wait in this queue begins. */
function beginWait(
  { acd, at }: AcdContext,
  customer: RoutedContact,
  { preferredSeconds }: QueueRule,
  askedFor: AgentId | undefined,
): void {
  customer.joinedAt = at
  customer.limitFrom = at
  customer.told = undefined
  customer.preferred = preferredAgentOf(acd, customer.from, preferredSeconds, at, askedFor)
}

function wait(turn: AcdContext, customer: RoutedContact, line: SubQueue): void {
  const { queue } = line
  const isNew = customer.joinedAt === turn.at
  const waiting = countWaiting(queue)
  noteArrival(queue.throughput, waiting, turn.at)
  enqueue(customer, line)
  if (isNew) {
    const nominalMs = plainForecast(queue.throughput, waiting + 1)
    customer.forecast = nominalMs === undefined ? undefined : { nominalMs, at: turn.at }
  }
  announce(turn, customer, isNew)
  startClock(turn, customer, line)
}

/** Something is due for one who waits: another line, an end of the wait, a word. */
export function onWaitClock(turn: AcdContext, customer: RoutedContact): void {
  const { at } = turn
  const { entry } = customer
  if (!entry) return
  const { rule } = entry.subQueue
  if (customer.preferred && customer.preferred.until <= at) customer.preferred = undefined
  if (asksForLess(customer, entry, at)) {
    move(entry, subQueueOf(turn, customer, rule))
    if (serveContact(turn, customer, entry.subQueue)) return
  }
  const limit = limitByWait(customer, rule, at)
  if (limit) {
    overflow(turn, customer, 'wait', limit.to)
    return
  }
  if (customer.announceAt !== undefined && customer.announceAt <= at)
    announce(turn, customer, false)
  startClock(turn, customer, entry.subQueue)
}

/** It does not wait on here. */
export function overflow(
  turn: AcdContext,
  customer: RoutedContact,
  why: EventOf<'contact.overflowed'>['why'],
  to: Destination,
): void {
  const { id: contact, queue } = customer
  if (queue === undefined) return
  if (dequeue(turn, customer)) stopClock(turn, contact)
  settleForecast(turn, customer, false)
  customer.through = [...customer.through, queue]
  turn.conclusions.push({ type: 'contact.overflowed', contact, queue, why, to })
}

/** A contact is not led to where it has been; a booked callback is led nowhere. */
function canLeadTo({ through, queue, callback }: RoutedContact, to: Destination): boolean {
  if (callback) return false
  return !('queue' in to) || (to.queue !== queue && !through.includes(to.queue))
}

/** Where a contact goes whose queue is not open. */
export function whereShut(
  { acd, at }: AcdContext,
  customer: RoutedContact,
  { switchedTo: to }: RoutedQueue,
  { opening }: QueueRule,
): { readonly why: 'closed' | 'emergency'; readonly to: Destination } | undefined {
  const why = stateAt(to, opening, at, acd.utcOffsetMinutes)
  if (why === 'open') return undefined
  const lead = why === 'closed' ? opening?.closedTo : opening?.emergencyTo
  return { why, to: lead && canLeadTo(customer, lead) ? lead : { goodbye: named(why) } }
}

function limitOnArrival(
  customer: RoutedContact,
  queue: RoutedQueue,
  { limits }: QueueRule,
): Limit | undefined {
  const { throughput: pace } = queue
  const waiting = countWaiting(queue)
  return limits.find(({ when, above, to }) => {
    if (when === 'wait' || !canLeadTo(customer, to)) return false
    if (when === 'size') return waiting >= above
    const nominalMs = plainForecast(pace, waiting + 1)
    return nominalMs !== undefined && expectedWait(pace, nominalMs).p50Ms > above * 1000
  })
}

const limitByWait = (
  customer: RoutedContact,
  { limits }: QueueRule,
  at: number,
): Limit | undefined =>
  limits.find(
    ({ when, above, to }) =>
      when === 'wait' && customer.limitFrom + above * 1000 <= at && canLeadTo(customer, to),
  )
