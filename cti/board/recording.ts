import type { EventOf } from '../../core/event.ts'
import { contactOfRecording } from '../../core/names.ts'
import { type QueueRule, recordingRule } from '../../core/policy.ts'
import type { ContactView } from '../protocol.ts'
import { type Board, type Changed, contactIn } from './board-state.ts'

export function pauseRecording(
  board: Board,
  event: EventOf<'recording.paused'>,
  changed: Changed,
): void {
  const contact = contactIn(board, changed, event.contact)
  if (contact) contact.recordingPausedAt = event.at
}

export function resumeRecording(
  board: Board,
  event: EventOf<'recording.resumed'>,
  changed: Changed,
): void {
  const contact = contactIn(board, changed, event.contact)
  if (contact) delete contact.recordingPausedAt
}

export function endRecording(
  board: Board,
  event: EventOf<'recording.ended'>,
  changed: Changed,
): void {
  const contact = contactIn(board, changed, contactOfRecording(event.recording))
  if (contact) stopRecording(contact)
}

/** What was recorded before goes on where only the talk is wanted: a transfer leads back here. */
export function recordWaiting(contact: ContactView, rule: QueueRule | undefined): void {
  const { when } = recordingRule(rule)
  if (when === 'never') stopRecording(contact)
  if (when === 'answer') contact.recording = true
  delete contact.recordingPausedAt
}

export function stopRecording(contact: ContactView): void {
  contact.recording = false
  delete contact.recordingPausedAt
}
