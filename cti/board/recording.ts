import type { EventOf } from '../../core/event.ts'
import { contactOfRecording } from '../../core/names.ts'
import type { ContactView } from '../protocol.ts'
import { type Board, type Changed, contactIn } from './state.ts'

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

export function stopRecording(contact: ContactView): void {
  contact.recording = false
  delete contact.recordingPausedAt
}
