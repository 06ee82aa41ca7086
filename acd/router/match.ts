import type { OfferReason } from '../../core/offer-reason.ts'
import { stateAt } from '../../core/opening.ts'
import { occupy, updateIdle } from './membership.ts'
import { isFree } from './routed-agent.ts'
import { createEntry, isDueBefore } from './sub-queue.ts'
import { dequeue, stopClock } from './enqueue.ts'
import { queueFor } from './routed-queue.ts'
import { reasonOf } from './offer-reason.ts'
import type {
  RoutedContact,
  QueueEntry,
  SubQueue,
  Membership,
  RoutedAgent,
  AcdContext,
} from './state.ts'
import { strategies } from './strategies/strategies.ts'
import { noteOutcome } from './expected-wait.ts'

/** An idle agent for a contact, which may or may not stand in the line yet. False when nobody is idle. */
export function serveContact(turn: AcdContext, customer: RoutedContact, line: SubQueue): boolean {
  const first = line.idle.first()
  if (!first) return false
  if (!mayCall(turn, line, first.agent)) return false
  if (line.requirement.callback === 'customer') return dial(turn, customer, line, first.agent)
  const entry = customer.entry ?? createEntry(line, customer)
  const seats = strategies[line.rule.strategy].all ? line.idle.firstFew(line.idle.size) : [first]
  const offers = seats.map((seat) => ({
    seat,
    reason: reasonOf(turn, customer, entry, seat, 'agent'),
  }))
  if (dequeue(turn, customer)) stopClock(turn, customer.id)
  settleForecast(turn, customer, true)
  for (const { seat, reason } of offers) offer(turn, customer, seat, reason)
  return true
}

/** Gives him what is due, until he is full or nothing is left for him; what room he has then stands in his lines. */
export function serveAgent(turn: AcdContext, server: RoutedAgent): void {
  const { acd } = turn
  for (let due = dueFor(turn, server); due; due = dueFor(turn, server)) {
    const { seat, entry } = due
    const customer = acd.contacts.get(entry.contact)
    if (!customer) break
    if (seat.subQueue.requirement.callback === 'customer') {
      dial(turn, customer, seat.subQueue, server)
      continue
    }
    const reason = reasonOf(turn, customer, entry, seat, 'contact')
    dequeue(turn, customer)
    stopClock(turn, entry.contact)
    settleForecast(turn, customer, true)
    offer(turn, customer, seat, reason)
  }
  updateIdle(acd, server)
}

/** The first of all his lines: most points, then the longest wait. */
function dueFor(
  turn: AcdContext,
  server: RoutedAgent,
): { readonly entry: QueueEntry; readonly seat: Membership } | undefined {
  const free = { voice: isFree(server, 'voice'), chat: isFree(server, 'chat') }
  if (!free.voice && !free.chat) return undefined
  let due: { readonly entry: QueueEntry; readonly seat: Membership } | undefined
  for (const seat of server.memberships) {
    const { subQueue: line } = seat
    const entry = line.waiting.first
    if (!entry || !free[line.requirement.channel]) continue
    if (!mayCall(turn, line, server)) continue
    if (!due || isDueBefore(entry, due.entry, turn.at)) due = { entry, seat }
  }
  return due
}

function offer(
  turn: AcdContext,
  customer: RoutedContact,
  seat: Membership,
  reason: OfferReason,
): void {
  const { agent: server, subQueue: line } = seat
  if (seat.place >= 0) line.lastRanks.set(seat.tier, seat.rank)
  occupy(turn.acd, server, customer, turn.at)
  const { id: contact } = customer
  const { queue } = line.requirement
  turn.conclusions.push({ type: 'contact.offered', contact, queue, agent: server.id, reason })
}

/** The wait is over: how good was the forecast? */
export function settleForecast(
  { acd, at }: AcdContext,
  customer: RoutedContact,
  wasServed: boolean,
): void {
  const { forecast, queue } = customer
  if (!forecast || queue === undefined) return
  noteOutcome(queueFor(acd, queue).throughput, forecast.nominalMs, at - forecast.at, wasServed)
  customer.forecast = undefined
}

/** Customers are called back in the queue's hours only, and one at a time for an agent. */
function mayCall(
  { acd, at }: AcdContext,
  { requirement: asking, rule, queue }: SubQueue,
  server: RoutedAgent,
): boolean {
  if (!asking.callback) return true
  const isOpen = stateAt(queue.switchedTo, rule.opening, at, acd.utcOffsetMinutes) === 'open'
  return isOpen && (asking.callback === 'agent' || server.callbackInProgress === undefined)
}

/** The turn has come: the customer is dialled because this agent is free, who stays free for others meanwhile. */
function dial(
  turn: AcdContext,
  customer: RoutedContact,
  line: SubQueue,
  server: RoutedAgent,
): boolean {
  const { callback, id: contact } = customer
  if (!callback) return false
  if (dequeue(turn, customer)) stopClock(turn, contact)
  customer.callback = { ...callback, agent: server.id }
  server.callbackInProgress = contact
  const { queue } = line.requirement
  turn.conclusions.push({ type: 'callback.due', contact, queue, agent: server.id })
  updateIdle(turn.acd, server)
  return true
}
