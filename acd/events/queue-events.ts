import type { EventOf } from '../../core/event.ts'
import type { AgentId } from '../../core/names.ts'
import type { QueueRule, Skills } from '../../core/policy.ts'
import { asksForLess, enqueue, move, ruleFor, startClock, subQueueOf } from '../router/enqueue.ts'
import { noteArrival, plainForecast } from '../router/expected-wait.ts'
import { serveAgent, serveContact } from '../router/match.ts'
import { countWaiting, queueFor } from '../router/routed-queue.ts'
import type { AcdContext, RoutedContact, RoutedQueue, SubQueue } from '../router/state.ts'
import { announce } from './announcement.ts'
import { endCallback } from './callbacks.ts'
import { limitByWait, limitOnArrival, overflow, whereShut } from './overflow.ts'
import { preferredAgentOf } from './preferred-agent.ts'

/** A contact joins a queue, or is back after a miss: it is served at once, led elsewhere, or waits. */
export function join(
  context: AcdContext,
  contact: RoutedContact,
  event: EventOf<'contact.queued'>,
): void {
  const isNew = contact.queue !== event.queue || contact.since !== event.since
  const rule = ruleFor(context.acd, event.queue, contact.policy)
  const isCalled = contact.callback !== undefined
  const reserved = endCallback(context, contact)
  note(contact, event)
  if (isCalled) contact.limitFrom = context.at
  if (isNew || event.agent !== undefined) beginWait(context, contact, rule, event.agent)
  findPlace(
    context,
    contact,
    queueFor(context.acd, event.queue),
    rule,
    isNew && event.agent === undefined,
  )
  if (reserved) serveAgent(context, reserved)
}

/** An idle agent, another destination, or a place in a sub-queue. */
function findPlace(
  context: AcdContext,
  contact: RoutedContact,
  queue: RoutedQueue,
  rule: QueueRule,
  mayBeLedAway: boolean,
): void {
  const shut = mayBeLedAway ? whereShut(context, contact, queue, rule) : undefined
  if (shut) {
    overflow(context, contact, shut.why, shut.to)
    return
  }
  const subQueue = subQueueOf(context, contact, rule)
  if (serveContact(context, contact, subQueue)) return
  const full = mayBeLedAway ? limitOnArrival(contact, queue, rule) : undefined
  if (full) overflow(context, contact, full.when, full.to)
  else wait(context, contact, subQueue)
}

const nothing: Skills = {}

function note(contact: RoutedContact, event: EventOf<'contact.queued'>): void {
  if (contact.since !== event.since) contact.through = []
  contact.queue = event.queue
  contact.since = event.since
  contact.seq = event.seq
  // What it asks for is said each time: what one queue asks for may mean nothing in the next.
  contact.skills = event.skills ?? nothing
  contact.priority = event.priority
  contact.channel = event.channel ?? 'voice'
  contact.announceAt = undefined
  contact.preferred = undefined
}

/** The wait in this queue begins. */
function beginWait(
  { acd, at }: AcdContext,
  contact: RoutedContact,
  { preferredSeconds }: QueueRule,
  askedFor: AgentId | undefined,
): void {
  contact.joinedAt = at
  contact.limitFrom = at
  contact.told = undefined
  contact.preferred = preferredAgentOf(acd, contact.from, preferredSeconds, at, askedFor)
}

function wait(context: AcdContext, contact: RoutedContact, subQueue: SubQueue): void {
  const { queue } = subQueue
  const isNew = contact.joinedAt === context.at
  const waiting = countWaiting(queue)
  noteArrival(queue.throughput, waiting, context.at)
  enqueue(contact, subQueue)
  if (isNew) {
    const nominalMs = plainForecast(queue.throughput, waiting + 1)
    contact.forecast = nominalMs === undefined ? undefined : { nominalMs, at: context.at }
  }
  announce(context, contact, isNew)
  startClock(context, contact, subQueue)
}

/** Something is due for one who waits: another sub-queue, an end of the wait, an announcement. */
export function onWaitClock(context: AcdContext, contact: RoutedContact): void {
  const { at } = context
  const { entry } = contact
  if (!entry) return
  const { rule } = entry.subQueue
  if (contact.preferred && contact.preferred.until <= at) contact.preferred = undefined
  if (asksForLess(contact, entry, at)) {
    move(entry, subQueueOf(context, contact, rule))
    if (serveContact(context, contact, entry.subQueue)) return
  }
  const limit = limitByWait(contact, rule, at)
  if (limit) {
    overflow(context, contact, 'wait', limit.to)
    return
  }
  if (contact.announceAt !== undefined && contact.announceAt <= at)
    announce(context, contact, false)
  startClock(context, contact, entry.subQueue)
}
