import type { OfferReason } from '../../core/offer-reason.ts'
import { stateAt } from '../../core/opening.ts'
import { dequeue, stopClock } from './enqueue.ts'
import { noteOutcome } from './expected-wait.ts'
import { occupy, updateIdle } from './membership.ts'
import { reasonOf } from './offer-reason.ts'
import { isFree } from './routed-agent.ts'
import { queueFor } from './routed-queue.ts'
import type {
  AcdContext,
  Membership,
  QueueEntry,
  RoutedAgent,
  RoutedContact,
  SubQueue,
} from './state.ts'
import { strategies } from './strategies/strategies.ts'
import { createEntry, isDueBefore } from './sub-queue.ts'

//   Here an agent is chosen, and nowhere else: for a contact the first idle agent of its sub-queue, for an agent the
//   most urgent head of his sub-queues. offer-reason.ts says why, before anything moves.

/** An idle agent for a contact, which may or may not wait in the sub-queue yet. False when nobody is idle. */
export function serveContact(
  context: AcdContext,
  contact: RoutedContact,
  subQueue: SubQueue,
): boolean {
  const { idle, rule, requirement } = subQueue
  const first = idle.first()
  if (!first) return false
  if (!mayCall(context, subQueue, first.agent)) return false
  if (requirement.callback === 'customer') return dial(context, contact, subQueue, first.agent)
  const entry = contact.entry ?? createEntry(subQueue, contact)
  const chosen = strategies[rule.strategy].all ? idle.firstFew(idle.size) : [first]
  const offers = chosen.map((membership) => ({
    membership,
    reason: reasonOf(context, contact, entry, membership, 'agent'),
  }))
  if (dequeue(context, contact)) stopClock(context, contact.id)
  settleForecast(context, contact, true)
  for (const { membership, reason } of offers) offer(context, contact, membership, reason)
  return true
}

/** Gives the agent what is due, until he is full or nothing is left for him; what room he has then is idle. */
export function serveAgent(context: AcdContext, agent: RoutedAgent): void {
  const { acd } = context
  for (let due = dueFor(context, agent); due; due = dueFor(context, agent)) {
    const { membership, entry } = due
    const contact = acd.contacts.get(entry.contact)
    if (!contact) break
    if (membership.subQueue.requirement.callback === 'customer') {
      dial(context, contact, membership.subQueue, agent)
      continue
    }
    const reason = reasonOf(context, contact, entry, membership, 'contact')
    dequeue(context, contact)
    stopClock(context, contact.id)
    settleForecast(context, contact, true)
    offer(context, contact, membership, reason)
  }
  updateIdle(acd, agent)
}

type DueEntry = { readonly entry: QueueEntry; readonly membership: Membership }

/** The first of all his sub-queues: most points, then the longest wait. */
function dueFor(context: AcdContext, agent: RoutedAgent): DueEntry | undefined {
  const free = { voice: isFree(agent, 'voice'), chat: isFree(agent, 'chat') }
  if (!free.voice && !free.chat) return undefined
  let due: DueEntry | undefined
  for (const membership of agent.memberships) {
    const { subQueue } = membership
    const entry = subQueue.waiting.first
    if (!entry || !free[subQueue.requirement.channel]) continue
    if (!mayCall(context, subQueue, agent)) continue
    if (!due || isDueBefore(entry, due.entry, context.at)) due = { entry, membership }
  }
  return due
}

function offer(
  { acd, at, conclusions }: AcdContext,
  contact: RoutedContact,
  membership: Membership,
  reason: OfferReason,
): void {
  const { agent, subQueue, place, tier, rank } = membership
  if (place >= 0) subQueue.lastRanks.set(tier, rank)
  occupy(acd, agent, contact, at)
  const { queue } = subQueue.requirement
  conclusions.push({ type: 'contact.offered', contact: contact.id, queue, agent: agent.id, reason })
}

/** The wait is over: how good was the forecast? */
export function settleForecast(
  { acd, at }: AcdContext,
  contact: RoutedContact,
  wasServed: boolean,
): void {
  const { forecast, queue } = contact
  if (!forecast || queue === undefined) return
  noteOutcome(queueFor(acd, queue).throughput, forecast.nominalMs, at - forecast.at, wasServed)
  contact.forecast = undefined
}

/** Customers are called back in the queue's hours only, and one at a time for an agent. */
function mayCall(
  { acd, at }: AcdContext,
  { requirement, rule, queue }: SubQueue,
  agent: RoutedAgent,
): boolean {
  if (!requirement.callback) return true
  const isOpen = stateAt(queue.switchedTo, rule.opening, at, acd.utcOffsetMinutes) === 'open'
  return isOpen && (requirement.callback === 'agent' || agent.callbackInProgress === undefined)
}

/** A callback is due: the customer is dialled because this agent is free, who stays free for others meanwhile. */
function dial(
  context: AcdContext,
  contact: RoutedContact,
  { requirement: { queue } }: SubQueue,
  agent: RoutedAgent,
): boolean {
  const { callback, id } = contact
  if (!callback) return false
  if (dequeue(context, contact)) stopClock(context, id)
  contact.callback = { ...callback, agent: agent.id }
  agent.callbackInProgress = id
  context.conclusions.push({ type: 'callback.due', contact: id, queue, agent: agent.id })
  updateIdle(context.acd, agent)
  return true
}
