import type { ContactId, QueueId } from '../../core/names.ts'
import type { ContactView } from '../protocol.ts'
import { type Board, type Changed, listIn, queueIn } from './board-state.ts'

/** Puts the contact where the beginning of its waiting belongs. */
export function joinWaiting(board: Board, changed: Changed, contact: ContactView): void {
  const { queue } = contact
  if (queue === undefined) return
  const line = listIn(board.waiting, queue)
  if (line.includes(contact.id)) return
  const place = line.findLastIndex((id) => !isBefore(contact, board.contacts.get(id))) + 1
  line.splice(place, 0, contact.id)
  countFrom(board, changed, queue, place)
}

export function leaveWaiting(board: Board, changed: Changed, contact: ContactView): void {
  const { queue } = contact
  delete contact.position
  const line = queue === undefined ? undefined : board.waiting.get(queue)
  const place = line?.indexOf(contact.id) ?? -1
  if (queue === undefined || !line || place < 0) return
  line.splice(place, 1)
  countFrom(board, changed, queue, place)
}

function isBefore(one: ContactView, other: ContactView | undefined): boolean {
  return (one.queuedAt ?? 0) < (other?.queuedAt ?? 0)
}

/** Positions behind a change move; those before it stay. */
function countFrom(board: Board, changed: Changed, id: QueueId, place: number): void {
  const line = board.waiting.get(id) ?? []
  for (let index = place; index < line.length; index++) {
    const contact = board.contacts.get(line[index] as ContactId)
    if (!contact) continue
    contact.position = index + 1
    changed.contacts.add(contact.id)
  }
  const queue = queueIn(board, changed, id)
  if (!queue) return
  queue.waiting = line.length
  const longest = line[0] && board.contacts.get(line[0])?.queuedAt
  if (longest === undefined) delete queue.longestSince
  else queue.longestSince = longest
}
