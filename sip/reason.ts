import type { ReasonCode } from '../core/reason-code.ts'
import type { Headers, SipError } from './message.ts'

/** Carries a reason code to the far end, RFC 3326; a phone that knows section 2's example shows no missed call. */
export function reasonHeader(code: ReasonCode): Headers {
  const own = `X-Callwright;text="${code}"`
  return { Reason: code === 'elsewhere' ? `${completedElsewhere}, ${own}` : own }
}

const completedElsewhere = 'SIP;cause=200;text="Call completed elsewhere"'

/** The final response that ends an unanswered inbound leg for this reason. */
export function statusFor(reason: ReasonCode): number {
  switch (reason) {
    case 'draining':
    case 'overloaded':
    case 'trunk-full':
      return 503
    case 'busy':
      return 486
    case 'rejected':
      return 603
    case 'unknown-number':
      return 404
    case 'no-common-codec':
    case 'bad-offer':
      return 488
    case 'internal-error':
    case 'flow-failed':
      return 500
    default:
      return 480
  }
}

/** Why an INVITE of ours came to nothing, by its final status; none means that it never left the edge. */
export function reasonOf(error: SipError): ReasonCode {
  switch (error.status) {
    case 486:
    case 600:
      return 'busy'
    case 403:
    case 603:
      return 'rejected'
    case 401:
    case 407:
      return 'not-authorized'
    case 487:
      return 'cancelled'
    case 415:
    case 488:
    case 606:
      return 'no-common-codec'
    default:
      return 'unreachable'
  }
}

/**
 * The same of a call by a trunk: what its proxies could not do is the trunk's failure, and the next one may do it; what
 * the callee's side said is final.
 */
export function trunkReasonOf(error: SipError, hasRung: boolean): ReasonCode {
  const { status = 0 } = error
  if (unknownNumber.includes(status)) return 'unknown-number'
  if (noAnswer.includes(status) && hasRung) return 'no-answer'
  const isFailure = status < 300 || (status >= 500 && status < 600) || ofTrunk.includes(status)
  if (!isFailure) return reasonOf(error)
  // Whoever rang must not ring again by the next trunk.
  return hasRung ? 'unreachable' : 'trunk-failed'
}

const unknownNumber: readonly number[] = [404, 484, 604]
const noAnswer: readonly number[] = [408, 480]
/** No proxy answered, or none knows our account. */
const ofTrunk: readonly number[] = [401, 407, 408]
