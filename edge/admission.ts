import type { Request } from './message/message.ts'
import { refuseStatelessly, retryAfterSeconds } from './stateless.ts'
import type { Switchboard } from './switchboard.ts'
import type { Hop } from './transport/hop.ts'

/** Transactions at once: a storm of requests of any kind, from forged addresses, must end somewhere. */
const mostTransactions = 200_000

/**
 * Judges a request that begins something before anything is kept of it. False: it is refused, or met with silence. In an
 * overload whoever registered over the connection goes on.
 */
export function isAdmitted(board: Switchboard, request: Request, hop: Hop): boolean {
  const verdict = board.guard.judges(request, hop)
  if (verdict.is === 'silence') return false
  if (verdict.is === 'refuse') {
    const { status, reason } = verdict
    refuseStatelessly(request, hop, status, reason, verdict.retryAfterSeconds)
    return false
  }
  if (board.registrations.has(hop) || hasRoom(board, request)) return true
  board.tally.count('refusals', 'overload')
  refuseStatelessly(request, hop, 503, 'Service Unavailable', retryAfterSeconds())
  return false
}

function hasRoom({ overload, transactions }: Switchboard, { method }: Request): boolean {
  if (transactions.size >= mostTransactions) return false
  return method !== 'INVITE' || overload.admits()
}
