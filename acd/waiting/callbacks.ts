import type { EventOf } from '../../core/event.ts'
import type { QueueId } from '../../core/names.ts'
import { enter, leave, lineOf, move, ruleFor, startClock, stopClock } from '../lines/place.ts'
import { serveAgent, serveContact } from '../match.ts'
import type { Customer, Server, Turn } from '../state.ts'

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
  if (!callback) return
  const server = partWith(turn, customer)
  if (retryAt !== undefined && queue !== undefined) {
    customer.callback = { number: callback.number, notBefore: retryAt }
    standInLine(turn, customer, queue)
  }
  if (server) serveAgent(turn, server)
}

/** It may be dialled by now, if it is not being dialled already. */
export function onCallbackClock(turn: Turn, customer: Customer): void {
  const { callback, queue } = customer
  if (callback && callback.agent === undefined && queue !== undefined)
    standInLine(turn, customer, queue)
}

function standInLine(turn: Turn, customer: Customer, queue: QueueId): void {
  const line = lineOf(turn, customer, ruleFor(turn.acd, queue, customer.policy))
  const { entry, callback } = customer
  if (entry) move(entry, line)
  if (callback && callback.notBefore <= turn.at) {
    if (serveContact(turn, customer, line)) return
    if (!entry) enter(customer, line)
  }
  startClock(turn, customer, line)
}

/** The agent for whose sake the customer was dialled, who is now free for other callbacks. */
function partWith({ acd }: Turn, { callback }: Customer): Server | undefined {
  const server = callback?.agent === undefined ? undefined : acd.servers.get(callback.agent)
  if (server) server.courts = undefined
  return server
}

/**
 * The callback is over: the number may book another. Gives the agent for whose sake the customer was dialled; he is
 * to be served once the customer has been.
 */
export function endCallback(turn: Turn, customer: Customer): Server | undefined {
  const { contact, callback, queue } = customer
  if (!callback || queue === undefined) return undefined
  const key = keyOf(queue, callback.number)
  if (turn.acd.callbacks.get(key) === contact) turn.acd.callbacks.delete(key)
  const server = partWith(turn, customer)
  customer.callback = undefined
  return server
}
