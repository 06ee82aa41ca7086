import type { EventOf } from '../core/event.ts'
import type { QueueId } from '../core/names.ts'
import { serveAgent, serveContact } from './match.ts'
import { enter, leave, lineOf, ruleFor, startClock, stopClock } from './place.ts'
import type { Customer, Turn } from './state.ts'

const keyOf = (queue: QueueId, number: string): string => `${queue} ${number}`

/** The customer wants to be called back: booked with place and age kept, or one with an earlier booking. */
export function book(turn: Turn, customer: Customer, event: EventOf<'callback.asked'>): void {
  const { acd, conclusions, at } = turn
  const { contact, queue, number } = event
  const into = acd.callbacks.get(keyOf(queue, number))
  if (into === contact) return
  if (leave(turn, customer)) stopClock(turn, contact)
  if (into !== undefined) {
    conclusions.push({ type: 'callback.merged', contact, into })
    return
  }
  acd.callbacks.set(keyOf(queue, number), contact)
  customer.queue = queue
  customer.callback = { number, notBefore: at }
  customer.wish = undefined
  customer.announceAt = undefined
  const { windowSeconds = 0 } = ruleFor(turn.acd, queue, customer.policy).callback ?? {}
  const { since } = customer
  const until = at + windowSeconds * 1000
  conclusions.push({ type: 'callback.booked', contact, queue, number, since, until })
  standInLine(turn, customer, queue)
}

/** Nobody answered: back in the line from `retryAt` on. */
export function retry(turn: Turn, customer: Customer, retryAt: number | undefined): void {
  const { callback, queue } = customer
  partWith(turn, customer)
  if (!callback || retryAt === undefined || queue === undefined) return
  customer.callback = { number: callback.number, notBefore: retryAt }
  startClock(turn, customer, lineOf(turn, customer, ruleFor(turn.acd, queue, customer.policy)))
}

/** It may be dialled by now, if it is not being dialled already. */
export function onCallbackClock(turn: Turn, customer: Customer): void {
  const { callback, queue } = customer
  if (!callback || callback.agent !== undefined || queue === undefined) return
  if (leave(turn, customer) || callback.notBefore <= turn.at) standInLine(turn, customer, queue)
  else startClock(turn, customer, lineOf(turn, customer, ruleFor(turn.acd, queue, customer.policy)))
}

function standInLine(turn: Turn, customer: Customer, queue: QueueId): void {
  const rule = ruleFor(turn.acd, queue, customer.policy)
  const line = lineOf(turn, customer, rule)
  if (serveContact(turn, customer, line)) return
  enter(turn.acd, customer, line)
  startClock(turn, customer, line)
}

/** The agent for whose sake a customer was dialled is free for other callbacks. */
function partWith(turn: Turn, customer: Customer): void {
  const { number, notBefore, agent } = customer.callback ?? {}
  const server = agent === undefined ? undefined : turn.acd.servers.get(agent)
  if (number !== undefined && notBefore !== undefined) customer.callback = { number, notBefore }
  if (!server) return
  server.courts = undefined
  serveAgent(turn, server)
}

/** The callback is over: the number may book another. */
export function endCallback(turn: Turn, customer: Customer): void {
  const { contact, callback, queue } = customer
  if (!callback || queue === undefined) return
  const key = keyOf(queue, callback.number)
  if (turn.acd.callbacks.get(key) === contact) turn.acd.callbacks.delete(key)
  partWith(turn, customer)
  customer.callback = undefined
}
