import type { EventOf } from '../../core/event.ts'
import type { QueueId } from '../../core/names.ts'
import {
  enqueue,
  dequeue,
  subQueueOf,
  move,
  ruleFor,
  startClock,
  stopClock,
} from '../router/enqueue.ts'
import { serveAgent, serveContact } from '../router/match.ts'
import type { RoutedContact, RoutedAgent, AcdContext } from '../router/state.ts'

const keyOf = (queue: QueueId, number: string): string => `${queue} ${number}`

/** The customer wants to be called back: booked with place and age kept, or one with an earlier booking. */
export function book(
  turn: AcdContext,
  customer: RoutedContact,
  event: EventOf<'callback.asked'>,
): void {
  const { acd, conclusions, at } = turn
  const { contact, queue, number } = event
  const into = acd.callbacks.get(keyOf(queue, number))
  if (into === contact) return
  if (dequeue(turn, customer)) stopClock(turn, contact)
  if (into !== undefined) {
    conclusions.push({ type: 'callback.merged', contact, into })
    return
  }
  acd.callbacks.set(keyOf(queue, number), contact)
  customer.queue = queue
  customer.callback = { number, notBefore: at }
  customer.preferred = undefined
  customer.announceAt = undefined
  const { windowSeconds = 0 } = ruleFor(turn.acd, queue, customer.policy).callback ?? {}
  const { since } = customer
  const until = at + windowSeconds * 1000
  conclusions.push({ type: 'callback.booked', contact, queue, number, since, until })
  waitForCallback(turn, customer, queue)
}

/** Nobody answered: back in the line from `retryAt` on. */
export function retry(
  turn: AcdContext,
  customer: RoutedContact,
  retryAt: number | undefined,
): void {
  const { callback, queue } = customer
  if (!callback) return
  const server = releaseAgent(turn, customer)
  if (retryAt !== undefined && queue !== undefined) {
    customer.callback = { number: callback.number, notBefore: retryAt }
    waitForCallback(turn, customer, queue)
  }
  if (server) serveAgent(turn, server)
}

/** It may be dialled by now, if it is not being dialled already. */
export function onCallbackClock(turn: AcdContext, customer: RoutedContact): void {
  const { callback, queue } = customer
  if (callback && callback.agent === undefined && queue !== undefined)
    waitForCallback(turn, customer, queue)
}

function waitForCallback(turn: AcdContext, customer: RoutedContact, queue: QueueId): void {
  const line = subQueueOf(turn, customer, ruleFor(turn.acd, queue, customer.policy))
  const { entry, callback } = customer
  if (entry) move(entry, line)
  if (callback && callback.notBefore <= turn.at) {
    if (serveContact(turn, customer, line)) return
    if (!entry) enqueue(customer, line)
  }
  startClock(turn, customer, line)
}

/** The agent for whose sake the customer was dialled, who is now free for other callbacks. */
function releaseAgent({ acd }: AcdContext, { callback }: RoutedContact): RoutedAgent | undefined {
  const server = callback?.agent === undefined ? undefined : acd.agents.get(callback.agent)
  if (server) server.callbackInProgress = undefined
  return server
}

/**
 * The callback is over: the number may book another. Gives the agent for whose sake the customer was dialled; he is
 * to be served once the customer has been.
 */
export function endCallback(turn: AcdContext, customer: RoutedContact): RoutedAgent | undefined {
  const { id: contact, callback, queue } = customer
  if (!callback || queue === undefined) return undefined
  const key = keyOf(queue, callback.number)
  if (turn.acd.callbacks.get(key) === contact) turn.acd.callbacks.delete(key)
  const server = releaseAgent(turn, customer)
  customer.callback = undefined
  return server
}
