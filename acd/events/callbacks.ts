import type { EventOf } from '../../core/event.ts'
import type { QueueId } from '../../core/names.ts'
import {
  dequeue,
  enqueue,
  move,
  ruleFor,
  startClock,
  stopClock,
  subQueueOf,
} from '../router/enqueue.ts'
import { serveAgent, serveContact } from '../router/match.ts'
import type { AcdContext, RoutedAgent, RoutedContact } from '../router/state.ts'

const keyOf = (queue: QueueId, number: string): string => `${queue} ${number}`

/** The customer wants to be called back: booked with place and age kept, or one with an earlier booking. */
export function book(
  context: AcdContext,
  contact: RoutedContact,
  { queue, number }: EventOf<'callback.asked'>,
): void {
  const { acd, conclusions, at } = context
  const { id, since } = contact
  const into = acd.callbacks.get(keyOf(queue, number))
  if (into === id) return
  if (dequeue(context, contact)) stopClock(context, id)
  if (into !== undefined) {
    conclusions.push({ type: 'callback.merged', contact: id, into })
    return
  }
  acd.callbacks.set(keyOf(queue, number), id)
  contact.queue = queue
  contact.callback = { number, notBefore: at }
  contact.preferred = undefined
  contact.announceAt = undefined
  const { windowSeconds = 0 } = ruleFor(context.acd, queue, contact.policy).callback ?? {}
  const until = at + windowSeconds * 1000
  conclusions.push({ type: 'callback.booked', contact: id, queue, number, since, until })
  waitForCallback(context, contact, queue)
}

/** Nobody answered: back in the queue from `retryAt` on. */
export function retry(
  context: AcdContext,
  contact: RoutedContact,
  retryAt: number | undefined,
): void {
  const { callback, queue } = contact
  if (!callback) return
  const agent = releaseAgent(context, contact)
  if (retryAt !== undefined && queue !== undefined) {
    contact.callback = { number: callback.number, notBefore: retryAt }
    waitForCallback(context, contact, queue)
  }
  if (agent) serveAgent(context, agent)
}

/** It may be dialled by now, if it is not being dialled already. */
export function onCallbackClock(context: AcdContext, contact: RoutedContact): void {
  const { callback, queue } = contact
  if (callback && callback.agent === undefined && queue !== undefined)
    waitForCallback(context, contact, queue)
}

function waitForCallback(context: AcdContext, contact: RoutedContact, queue: QueueId): void {
  const subQueue = subQueueOf(context, contact, ruleFor(context.acd, queue, contact.policy))
  const { entry, callback } = contact
  if (entry) move(entry, subQueue)
  if (callback && callback.notBefore <= context.at) {
    if (serveContact(context, contact, subQueue)) return
    if (!entry) enqueue(contact, subQueue)
  }
  startClock(context, contact, subQueue)
}

/** The agent for whose sake the customer was dialled, who is now free for other callbacks. */
function releaseAgent({ acd }: AcdContext, { callback }: RoutedContact): RoutedAgent | undefined {
  const agent = callback?.agent === undefined ? undefined : acd.agents.get(callback.agent)
  if (agent) agent.callbackInProgress = undefined
  return agent
}

/**
 * The callback is over: the number may book another. Gives the agent for whose sake the customer was dialled; he is
 * to be served once the customer has been.
 */
export function endCallback(context: AcdContext, contact: RoutedContact): RoutedAgent | undefined {
  const { id, callback, queue } = contact
  if (!callback || queue === undefined) return undefined
  const key = keyOf(queue, callback.number)
  if (context.acd.callbacks.get(key) === id) context.acd.callbacks.delete(key)
  const agent = releaseAgent(context, contact)
  contact.callback = undefined
  return agent
}
