import type { EventOf } from '../../core/event.ts'
import type { ContactView } from '../protocol.ts'
import { type Board, type Changed, contactIn } from './board-state.ts'
import { leaveWaiting } from './waiting.ts'

/** Where the contact is led; another queue says so itself, and so does a callback that can be made. */
export function leadAway(board: Board, event: EventOf<'contact.overflowed'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (!contact) return
  const { to } = event
  if ('uri' in to || 'number' in to) leave(board, contact, 'diverting', event.at, changed)
  else if ('voicemail' in to) leave(board, contact, 'leavingMessage', event.at, changed)
  else if (!('queue' in to)) leave(board, contact, 'leaving', event.at, changed)
}

export function divert(board: Board, event: EventOf<'contact.diverted'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (contact) leave(board, contact, 'diverted', event.at, changed)
}

/** A number outside is rung for the caller, and the agent is done with him. */
export function transfer(board: Board, event: EventOf<'contact.transferred'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (!contact || !('number' in event.to)) return
  leave(board, contact, 'diverting', event.at, changed)
  contact.held = false
  contact.recording = false
  delete contact.heldSince
  delete contact.consult
  delete contact.consultEnded
  delete contact.recordingPausedAt
}

/** The customer has a callback already. */
export function merge(board: Board, event: EventOf<'callback.merged'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (contact) leave(board, contact, 'leaving', event.at, changed)
}

/** Out of the line; what an agent had to do with it is over. */
export function leave(
  board: Board,
  contact: ContactView,
  phase: ContactView['phase'],
  at: number,
  changed: Changed,
): void {
  leaveWaiting(board, changed, contact)
  contact.phase = phase
  contact.since = at
  delete contact.agent
  delete contact.offeredAt
  delete contact.ringEndsAt
  delete contact.expected
  delete contact.told
}
