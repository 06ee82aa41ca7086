/*
 * Who has offered SDP and waits for the answer, RFC 3264 section 4: one offer at a time, whatever method carries it.
 * An answer in a provisional response counts even where that is not reliable: whoever sent it is ready for the next.
 */
import { type Header, headerOf } from '../message/scan.ts'
import type { OpenOffer, Writing } from './dialog.ts'

type BodyContent = { readonly headers: readonly Header[]; readonly body: string }

export function hasSdp(content: BodyContent): boolean {
  if (!content.body) return false
  return /\bsdp\b/i.test(headerOf(content, 'content-type') ?? '') || content.body.startsWith('v=0')
}

/** A request that may offer: INVITE and UPDATE do, a PRACK only where nothing was offered before it. */
export function noteOffer(
  dialog: Writing<'offer'>,
  by: OpenOffer['by'],
  method: string,
  content: BodyContent,
): void {
  if (method !== 'INVITE' && method !== 'UPDATE') return
  if (hasSdp(content)) dialog.offer = { by, method }
}

/** A response that answers, or a final one that leaves the offer without an answer. */
export function noteAnswer(
  dialog: Writing<'offer'>,
  to: OpenOffer['by'],
  { method, status, isAnswer }: { method: string; status: number; isAnswer: boolean },
): void {
  const { offer } = dialog
  if (offer?.by === to && offer.method === method && (isAnswer || status >= 200))
    dialog.offer = undefined
}

/** The call is over. */
export function forgetOffer(dialog: Writing<'offer'>): void {
  dialog.offer = undefined
}

/** An UPDATE of theirs is given to the application. */
export function openUpdate(dialog: Writing<'isUpdating'>): void {
  dialog.isUpdating = true
}

export function closeUpdate(dialog: Writing<'isUpdating'>): void {
  dialog.isUpdating = false
}
