import type { Request } from '../message/message.ts'
import { makeToken } from '../message/token.ts'
import { respondPlainly } from './served.ts'
import { isTooBrief, minSe } from './session-terms.ts'
import type { Switchboard } from '../switchboard.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'

/** A session timer that runs too fast is refused with 422, RFC 4028 section 9. False: the request may go on. */
export function refusesTooBrief(
  { sessions }: Switchboard,
  request: Request,
  transaction: ServerTransaction,
): boolean {
  const { method } = request
  if ((method !== 'INVITE' && method !== 'UPDATE') || !isTooBrief(request, sessions)) return false
  const reason = 'Session Interval Too Small'
  respondPlainly(request, transaction, 422, reason, makeToken(13), [minSe(sessions.minSeconds)])
  return true
}
