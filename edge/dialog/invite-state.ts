/*
 * The INVITE usage of a dialog: the call's phase, the INVITE that has no final response, and the ACKs of 2xx.
 *
 *   early --- 2xx ---> confirmed --- BYE, loss, failure ---> none
 *     |                                                       ^
 *     +--- 300-699, CANCEL -----------------------------------+
 *
 *   theirs:  none -> pending -> final sent; after a 2xx its ACK is awaited
 *   ours:    none -> pending -> final received; after a 2xx the application's ACK is due, and then kept for repeats
 *
 * A later INVITE may begin while the ACK of the one before is still to come.
 */
import type { AwaitedAck, IncomingRequest, SentAck, Writing } from './dialog.ts'

/** A 2xx has passed. */
export function confirmCall(dialog: Writing<'phase'>): void {
  dialog.phase = 'confirmed'
}

/** The call is over. */
export function endInviteUsage(dialog: Writing<'phase' | 'awaitedAck'>): void {
  dialog.phase = 'none'
  stopAwaitingAck(dialog)
}

export function openTheirInvite(dialog: Writing<'invite'>, incoming: IncomingRequest): void {
  dialog.invite = { is: 'theirs', incoming }
}

export function openOurInvite(dialog: Writing<'invite'>): void {
  dialog.invite = { is: 'ours' }
}

/** It has its final response. */
export function closeInvite(dialog: Writing<'invite'>): void {
  dialog.invite = { is: 'none' }
}

/** Our 2xx is out, and repeated until its ACK comes. */
export function awaitAck(dialog: Writing<'awaitedAck'>, awaited: AwaitedAck): void {
  dialog.awaitedAck = awaited
}

export function stopAwaitingAck(dialog: Writing<'awaitedAck'>): void {
  dialog.awaitedAck?.stop()
  dialog.awaitedAck = undefined
}

/** A 2xx to our INVITE of that number came. */
export function oweAck(dialog: Writing<'dueAck'>, cseq: number, isCancelled: boolean): void {
  const before = dialog.dueAck
  dialog.dueAck = {
    is: 'due',
    cseq,
    isFirst: before.is === 'expected' || (before.is === 'due' && before.isFirst),
    hangUp: isCancelled || (before.is === 'due' && before.hangUp),
  }
}

/** The ACK is out. */
export function keepAck(dialog: Writing<'dueAck' | 'sentAck'>, ack: SentAck): void {
  dialog.dueAck = { is: 'none' }
  dialog.sentAck = ack
}

/** No 2xx of that INVITE can come again. */
export function forgetAck(dialog: Writing<'sentAck'>, cseq: number): void {
  if (dialog.sentAck?.cseq === cseq) dialog.sentAck = undefined
}
