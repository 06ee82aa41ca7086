import type { EventOf } from '../../core/event.ts'
import type { ContactId } from '../../core/names.ts'
import { type Board, type Changed, listIn, queueIn } from './board-state.ts'

export function switchQueue(board: Board, event: EventOf<'queue.switched'>, changed: Changed) {
  const queue = queueIn(board, changed, event.queue)
  if (queue) queue.switchedTo = event.to
}

/** What the last newcomer had to expect is what the next one has to. */
export function forecast(board: Board, event: EventOf<'contact.positioned'>, changed: Changed) {
  if (!event.first || !event.expected) return
  const queue = queueIn(board, changed, event.queue)
  if (queue) queue.expected = { ...event.expected, at: event.at }
}

/** A newcomer who finds an agent at once leaves no wait to expect. */
export function foundAgent(board: Board, event: EventOf<'contact.offered'>, changed: Changed) {
  const { found, waitedMs } = event.reason
  if (found !== 'agent' || waitedMs > 0) return
  const queue = queueIn(board, changed, event.queue)
  if (queue?.expected) queue.expected = { p50Ms: 0, p90Ms: 0, at: event.at }
}

export function overflow(board: Board, event: EventOf<'contact.overflowed'>, changed: Changed) {
  const counts = queueIn(board, changed, event.queue)?.overflowedToday
  if (counts) counts[event.why] = (counts[event.why] ?? 0) + 1
}

export function book(board: Board, event: EventOf<'callback.booked'>, changed: Changed) {
  const booked = listIn(board.booked, event.queue)
  if (!booked.includes(event.contact)) booked.push(event.contact)
  const queue = queueIn(board, changed, event.queue)
  if (queue) queue.callbacks = booked.length
}

/** The customer was reached, or will not be. */
export function unbook(
  board: Board,
  { contact }: { readonly contact: ContactId },
  changed: Changed,
) {
  for (const queue of board.queues.values()) {
    const booked = board.booked.get(queue.id)
    const place = booked?.indexOf(contact) ?? -1
    if (!booked || place < 0) continue
    booked.splice(place, 1)
    queue.callbacks = booked.length
    changed.queues.add(queue.id)
  }
}
