import type { EdgeContext } from '../app/edge-context.ts'
import type { Hop } from '../hop.ts'
import type { Request } from '../message/message.ts'
import { respondStatelessly, retryAfterSeconds } from '../transaction/respond.ts'

/** Transactions at once: a storm of requests of any kind, from forged addresses, must end somewhere. */
const mostTransactions = 200_000

/**
 * Judges a request that begins something before anything is kept of it. False: it is refused, or met with silence. In an
 * overload whoever registered over the connection goes on.
 */
export function isAdmitted(edge: EdgeContext, request: Request, hop: Hop): boolean {
  const verdict = edge.guard.judge(request, hop)
  if (verdict.is === 'silence') return false
  if (verdict.is === 'refuse') {
    const { status, reason } = verdict
    respondStatelessly(request, hop, status, reason, verdict.retryAfterSeconds)
    return false
  }
  if (edge.registrations.has(hop) || hasRoom(edge, request)) return true
  edge.counters.count('refusals', 'overload')
  respondStatelessly(request, hop, 503, 'Service Unavailable', retryAfterSeconds())
  return false
}

function hasRoom({ overload, transactions }: EdgeContext, { method }: Request): boolean {
  if (transactions.size >= mostTransactions) return false
  return method !== 'INVITE' || overload.admits()
}
