import type { Slug } from '../core/slug.ts'
import type { Headers, SipError } from './srf.ts'

/** Carries a slug to the far end, RFC 3326; a phone that knows section 2's example shows no missed call. */
export function reasonHeader(slug: Slug): Headers {
  const own = `X-Callwright;text="${slug}"`
  return { Reason: slug === 'elsewhere' ? `${completedElsewhere}, ${own}` : own }
}

const completedElsewhere = 'SIP;cause=200;text="Call completed elsewhere"'

/** The final response that ends an unanswered inbound leg for this reason. */
export function statusFor(reason: Slug): number {
  switch (reason) {
    case 'draining':
    case 'overloaded':
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
export function reasonOf(error: SipError): Slug {
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
