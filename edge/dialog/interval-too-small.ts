import type { Request } from '../message/message.ts'
import { makeToken } from '../message/token.ts'
import { respondPlainly } from '../transaction/respond.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'
import type { DialogServices } from './dialog-services.ts'
import { isIntervalTooSmall, minSe } from './session-terms.ts'

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
