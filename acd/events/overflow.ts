import type { EventOf } from '../../core/event.ts'
import { named } from '../../core/names.ts'
import { stateAt } from '../../core/opening.ts'
import type { Destination, Limit, QueueRule } from '../../core/policy.ts'
import { dequeue, stopClock } from '../router/enqueue.ts'
import { expectedWait, plainForecast } from '../router/expected-wait.ts'
import { settleForecast } from '../router/match.ts'
import { countWaiting } from '../router/routed-queue.ts'
import type { AcdContext, RoutedContact, RoutedQueue } from '../router/state.ts'

/** The contact does not wait on here. */
export function overflow(
  context: AcdContext,
  contact: RoutedContact,
  why: EventOf<'contact.overflowed'>['why'],
  to: Destination,
): void {
  const { id, queue } = contact
  if (queue === undefined) return
  if (dequeue(context, contact)) stopClock(context, id)
  settleForecast(context, contact, false)
  contact.through = [...contact.through, queue]
  context.conclusions.push({ type: 'contact.overflowed', contact: id, queue, why, to })
}

/** A contact is not led to where it has been; a booked callback is led nowhere. */
function canLeadTo({ through, queue, callback }: RoutedContact, to: Destination): boolean {
  if (callback) return false
  return !('queue' in to) || (to.queue !== queue && !through.includes(to.queue))
}

/** Where a contact goes whose queue is not open. */
export function whereShut(
  { acd, at }: AcdContext,
  contact: RoutedContact,
  { switchedTo: to }: RoutedQueue,
  { opening }: QueueRule,
): { readonly why: 'closed' | 'emergency'; readonly to: Destination } | undefined {
  const why = stateAt(to, opening, at, acd.utcOffsetMinutes)
  if (why === 'open') return undefined
  const lead = why === 'closed' ? opening?.closedTo : opening?.emergencyTo
  return { why, to: lead && canLeadTo(contact, lead) ? lead : { goodbye: named(why) } }
}

/** A limit of the size or of the expected wait, which only whoever arrives can exceed. */
export function limitOnArrival(
  contact: RoutedContact,
  queue: RoutedQueue,
  { limits }: QueueRule,
): Limit | undefined {
  const { throughput } = queue
  const waiting = countWaiting(queue)
  return limits.find(({ when, above, to }) => {
    if (when === 'wait' || !canLeadTo(contact, to)) return false
    if (when === 'size') return waiting >= above
    const nominalMs = plainForecast(throughput, waiting + 1)
    return nominalMs !== undefined && expectedWait(throughput, nominalMs).p50Ms > above * 1000
  })
}

/** A limit of the wait that has come. */
export const limitByWait = (
  contact: RoutedContact,
  { limits }: QueueRule,
  at: number,
): Limit | undefined =>
  limits.find(
    ({ when, above, to }) =>
      when === 'wait' && contact.limitFrom + above * 1000 <= at && canLeadTo(contact, to),
  )
