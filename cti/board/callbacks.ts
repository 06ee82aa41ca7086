import type { EventOf } from '../../core/event.ts'
import type { ContactView } from '../protocol.ts'
import { type Board, type Changed, contactIn } from './board-state.ts'
import { leave } from './leaving.ts'

/** From now on the customer waits without a line. A booking told twice keeps what was tried before. */
export function book(board: Board, event: EventOf<'callback.booked'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (!contact) return
  const { at, number, until } = event
  if (!contact.callback || contact.callback.backAt !== undefined)
    contact.callback = {
      bookedAt: at,
      number,
      until,
      attempts: 0,
      waitedBeforeMs: waitedOnLineMs(contact, at),
    }
  leave(board, contact, 'callback', at, changed)
}

/** The customer's phone rings; with an agent on the line already where the agent comes first. */
export function dial(board: Board, event: EventOf<'callback.dialled'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (!contact?.callback) return
  contact.callback.attempts = event.attempt
  delete contact.callback.retryAt
  contact.phase = contact.phase === 'offered' ? 'fetching' : 'dialling'
  contact.since = event.at
  delete contact.ringEndsAt
}

export function miss(board: Board, event: EventOf<'callback.missed'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (!contact?.callback) return
  if (event.retryAt !== undefined) contact.callback.retryAt = event.retryAt
  leave(board, contact, 'callback', event.at, changed)
}

/** The customer is on the line again. */
export function welcome(
  board: Board,
  event: EventOf<'contact.queued' | 'contact.connected'>,
  changed: Changed,
) {
  const contact = contactIn(board, changed, event.contact)
  if (contact?.callback && (contact.phase === 'dialling' || contact.phase === 'fetching'))
    contact.callback.backAt = event.at
}

/** How long the customer has waited with the phone in his hand, ms: the hours until a callback are not in it. */
export function waitedOnLineMs({ queuedAt, callback }: ContactView, at: number): number {
  if (!callback) return at - (queuedAt ?? at)
  return (callback.waitedBeforeMs ?? 0) + (callback.backAt === undefined ? 0 : at - callback.backAt)
}
