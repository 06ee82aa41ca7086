import { type Hop, isBrowser } from '../hop.ts'
import type { Request, Response } from '../message/message.ts'
import type { OutgoingRequest } from '../message/outgoing-request.ts'
import type { Header } from '../message/scan.ts'
import { makeToken } from '../message/token.ts'
import { respondPlainly } from '../transaction/respond.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'
import type { DialogServices } from './dialog-services.ts'
import type { Dialog } from './dialog.ts'
import { type InDialogPlan, nextSeq, useSeq } from './in-dialog-request.ts'
import type { SentRequest } from './sent-request.ts'
import {
  isIntervalTooSmall,
  minSe,
  minSeOf,
  offeredHeaders,
  sessionExpiresOf,
} from './session-terms.ts'

/** The headers of an application's INVITE or UPDATE, which ask for a session timer unless the application does. */
export function sessionHeaders(
  edge: DialogServices,
  { method, headers }: Pick<InDialogPlan, 'method' | 'headers'>,
  hop: Hop,
  dialog?: Dialog,
): readonly Header[] {
  const isRefresh = method === 'UPDATE' && dialog?.phase === 'confirmed'
  if (method !== 'INVITE' && !isRefresh) return headers
  const isOff = edge.sessions.refresher === 'none' || isBrowser(hop)
  if (isOff && !dialog?.session) return headers
  return offeredHeaders(headers, dialog?.session?.terms, edge.sessions)
}

/** Seconds that a request asks for. */
export const requestedSeconds = (headers: readonly Header[]): number | undefined =>
  sessionExpiresOf({ headers })?.seconds

/**
 * After 422 the same request again with as long an interval as the far end wants, RFC 4028 section 7.3; the application
 * need not know. Undefined when that was no answer to our interval.
 */
export function withLongerInterval(
  sent: SentRequest,
  response: Response,
): OutgoingRequest | undefined {
  const least = minSeOf(response)
  const { request, sessionSeconds, dialog } = sent
  if (
    response.status !== 422 ||
    !least ||
    !dialog ||
    sessionSeconds === undefined ||
    sessionSeconds >= least
  )
    return undefined
  if (sent.cancel) return undefined
  const { method, branch, via, text } = request
  useSeq(dialog, request.cseq)
  const cseq = nextSeq(dialog)
  const fresh = `z9hG4bK${makeToken(16)}`
  sent.sessionSeconds = least
  const longer = text
    .replace(branch, fresh)
    .replace(/^CSeq: .*$/m, `CSeq: ${cseq} ${method}`)
    .replace(/^Session-Expires: \d+/im, `Session-Expires: ${least}`)
    .replace(/^Min-SE: .*$/im, `Min-SE: ${least}`)
  return { ...request, cseq, branch: fresh, via: via.replace(branch, fresh), text: longer }
}

/** A session timer that runs too fast is refused with 422, RFC 4028 section 9. False: the request may go on. */
export function refusesSmallInterval(
  { sessions }: DialogServices,
  request: Request,
  transaction: ServerTransaction,
): boolean {
  const { method } = request
  if ((method !== 'INVITE' && method !== 'UPDATE') || !isIntervalTooSmall(request, sessions))
    return false
  const reason = 'Session Interval Too Small'
  respondPlainly(request, transaction, 422, reason, makeToken(13), [minSe(sessions.minSeconds)])
  return true
}
