import type { EventOf } from '../../core/event.ts'
import { type Board, type Changed, contactIn } from './state.ts'

/** A booking told twice keeps what was tried before. */
export function book(board: Board, event: EventOf<'callback.booked'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (!contact) return
  const { at, number, until } = event
  contact.callback ??= { bookedAt: at, number, until, attempts: 0 }
}

export function dial(board: Board, event: EventOf<'callback.dialled'>, changed: Changed) {
  const callback = contactIn(board, changed, event.contact)?.callback
  if (!callback) return
  callback.attempts = event.attempt
  delete callback.retryAt
}

export function miss(board: Board, event: EventOf<'callback.missed'>, changed: Changed) {
  const callback = contactIn(board, changed, event.contact)?.callback
  if (callback && event.retryAt !== undefined) callback.retryAt = event.retryAt
}
