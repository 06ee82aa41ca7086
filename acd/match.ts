import type { OfferReason } from '../core/offer-reason.ts'
import { stateAt } from '../core/opening.ts'
import { occupy, takeSeats } from './agents/seats.ts'
import { isFree } from './agents/server.ts'
import { createEntry, isDueBefore } from './lines/line.ts'
import { leave, stopClock } from './lines/place.ts'
import { queueFor } from './lines/queue.ts'
import { reasonOf } from './reason.ts'
import type { Customer, Entry, Line, Seat, Server, Turn } from './state.ts'
import { strategies } from './strategies/strategies.ts'
import { noteOutcome } from './waiting/expected-wait.ts'

/** An idle agent for a contact, which may or may not stand in the line yet. False when nobody is idle. */
export function serveContact(turn: Turn, customer: Customer, line: Line): boolean {
  const first = line.idle.first()
  if (!first) return false
  if (!mayCall(turn, line, first.server)) return false
  if (line.asking.callback === 'customer') return dial(turn, customer, line, first.server)
  const entry = customer.entry ?? createEntry(line, customer)
  const seats = strategies[line.rule.strategy].all ? line.idle.firstFew(line.idle.size) : [first]
  const offers = seats.map((seat) => ({
    seat,
    reason: reasonOf(turn, customer, entry, seat, 'agent'),
  }))
  if (leave(turn, customer)) stopClock(turn, customer.contact)
  settleForecast(turn, customer, true)
  for (const { seat, reason } of offers) offer(turn, customer, seat, reason)
  return true
}

/** Gives him what is due, until he is full or nothing is left for him; what room he has then stands in his lines. */
export function serveAgent(turn: Turn, server: Server): void {
  const { acd } = turn
  for (let due = dueFor(turn, server); due; due = dueFor(turn, server)) {
    const { seat, entry } = due
    const customer = acd.customers.get(entry.contact)
    if (!customer) break
    if (seat.line.asking.callback === 'customer') {
      dial(turn, customer, seat.line, server)
      continue
    }
    const reason = reasonOf(turn, customer, entry, seat, 'contact')
    leave(turn, customer)
    stopClock(turn, entry.contact)
    settleForecast(turn, customer, true)
    offer(turn, customer, seat, reason)
  }
  takeSeats(acd, server)
}

/** The first of all his lines: most points, then the longest wait. */
function dueFor(
  turn: Turn,
  server: Server,
): { readonly entry: Entry; readonly seat: Seat } | undefined {
  const free = { voice: isFree(server, 'voice'), chat: isFree(server, 'chat') }
  if (!free.voice && !free.chat) return undefined
  let due: { readonly entry: Entry; readonly seat: Seat } | undefined
  for (const seat of server.seats) {
    const { line } = seat
    const entry = line.waiting.first
    if (!entry || !free[line.asking.channel]) continue
    if (!mayCall(turn, line, server)) continue
    if (!due || isDueBefore(entry, due.entry, turn.at)) due = { entry, seat }
  }
  return due
}

function offer(turn: Turn, customer: Customer, seat: Seat, reason: OfferReason): void {
  const { server, line } = seat
  if (seat.place >= 0) line.turns.set(seat.tier, seat.rank)
  occupy(turn.acd, server, customer, turn.at)
  const { contact } = customer
  const { queue } = line.asking
  turn.conclusions.push({ type: 'contact.offered', contact, queue, agent: server.agent, reason })
}

/** The wait is over: how good was the forecast? */
export function settleForecast({ acd, at }: Turn, customer: Customer, wasServed: boolean): void {
  const { forecast, queue } = customer
  if (!forecast || queue === undefined) return
  noteOutcome(queueFor(acd, queue).pace, forecast.nominalMs, at - forecast.at, wasServed)
  customer.forecast = undefined
}

/** Customers are called back in the queue's hours only, and one at a time for an agent. */
function mayCall({ acd, at }: Turn, { asking, rule, queue }: Line, server: Server): boolean {
  if (!asking.callback) return true
  const isOpen = stateAt(queue.to, rule.opening, at, acd.utcOffsetMinutes) === 'open'
  return isOpen && (asking.callback === 'agent' || server.courts === undefined)
}

/** The turn has come: the customer is dialled because this agent is free, who stays free for others meanwhile. */
function dial(turn: Turn, customer: Customer, line: Line, server: Server): boolean {
  const { callback, contact } = customer
  if (!callback) return false
  if (leave(turn, customer)) stopClock(turn, contact)
  customer.callback = { ...callback, agent: server.agent }
  server.courts = contact
  const { queue } = line.asking
  turn.conclusions.push({ type: 'callback.due', contact, queue, agent: server.agent })
  takeSeats(turn.acd, server)
  return true
}
