/*
 * Requests and offers that cross: glare. Whichever side they come from, a second INVITE or a second offer is refused while
 * one is open, RFC 3261 section 14, RFC 3311 section 5.
 */
import type { Request } from '../message/message.ts'
import type { Scanned } from '../message/scan.ts'
import type { Dialog } from './dialog.ts'
import { hasSdp } from './offer.ts'

export type SipRefusal = readonly [status: number, reason: string]

const requestPending: SipRefusal = [491, 'Request Pending']

/** Why an INVITE or UPDATE of theirs can't be taken now, RFC 3261 section 14.2 and RFC 3311 section 5.2. */
export function glareOfTheirs(dialog: Dialog, request: Request): SipRefusal | undefined {
  const { invite, offer, isUpdating } = dialog
  if (request.method === 'INVITE' && invite.is !== 'none')
    return invite.is === 'ours' ? requestPending : [500, 'Previous INVITE Unanswered']
  if (request.method === 'UPDATE' && isUpdating) return [500, 'Previous UPDATE Unanswered']
  if (!offer || !hasSdp(request)) return undefined
  return offer.by === 'us' ? requestPending : [500, 'Previous Offer Unanswered']
}

/** Whether an INVITE or UPDATE of ours would cross: RFC 3261 section 14.1, RFC 3311 section 5.1. The answer is 491. */
export function isGlareOfOurs(
  { invite, offer }: Dialog,
  method: string,
  message: Scanned,
): boolean {
  if (method === 'INVITE' && invite.is !== 'none') return true
  return (method === 'INVITE' || method === 'UPDATE') && offer !== undefined && hasSdp(message)
}
