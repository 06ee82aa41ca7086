import type { ReasonCode } from '../../core/reason-code.ts'
import type { Headers, SipRequest } from '../message.ts'

/** Why a request can't be taken; the final response that says so. */
export type RequestFault = {
  readonly status: number
  readonly reason: ReasonCode
  readonly headers?: Headers
}

/** Extensions whose demands we meet: those of the caller's own registration ask nothing of us. */
const supported: readonly string[] = ['outbound', 'path', 'gruu', '100rel', 'timer']

/** What every INVITE needs before we look at who sent it, RFC 3261 section 8.2. */
export function faultIn(request: SipRequest): RequestFault | undefined {
  // In a dialog that has just ended.
  if (request.stackDialogId) return { status: 481, reason: 'unknown-target' }
  if (!isReadable(request)) return { status: 400, reason: 'bad-offer' }
  const demand = unmetDemand(request)
  if (demand) return demand
  if (!takesSdp(request)) return { status: 406, reason: 'bad-offer' }
  if (offerIn(request) !== undefined) return undefined
  return request.body
    ? { status: 415, reason: 'bad-offer', headers: { Accept: 'application/sdp' } }
    : { status: 488, reason: 'bad-offer' }
}

/** It requires an extension that we don't know, RFC 3261 section 8.2.2.3. */
export function unmetDemand(request: SipRequest): RequestFault | undefined {
  const unknown = requiredBy(request).filter((tag) => !supported.includes(tag.toLowerCase()))
  if (unknown.length === 0) return undefined
  return { status: 420, reason: 'not-possible-now', headers: { Unsupported: unknown.join(', ') } }
}

/** The SDP of the body, also as one part of a multipart. */
export function offerIn(request: SipRequest): string | undefined {
  const part = request.payload.find(({ type }) => /^\s*application\/sdp\s*(;|$)/i.test(type ?? ''))
  // srf leaves the closing boundary on the last part.
  return part?.content?.split('\r\n--')[0]?.trimEnd().concat('\r\n')
}

/** A 1xx that must not get lost is sent reliably to a caller who understands that, RFC 3262. */
export function reliably(request: SipRequest): Headers {
  const understood = `${request.get('supported') ?? ''},${request.get('require') ?? ''}`
  return /\b100rel\b/i.test(understood) ? { Require: '100rel' } : {}
}

const requiredBy = (request: SipRequest): readonly string[] =>
  (request.get('require') ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')

/** Without an Accept header a caller takes SDP, RFC 3261 section 20.1. */
const takesSdp = (request: SipRequest): boolean =>
  /(?:^|,)[ \t]*(?:application\/(?:sdp|\*)|\*\/\*)/i.test(
    request.get('accept') ?? 'application/sdp',
  )

/** srf needs these headers to make a dialog, and finds out only when the 200 is already sent. */
function isReadable(request: SipRequest): boolean {
  try {
    const [contact] = request.getParsedHeader('contact')
    return Boolean(contact?.uri && request.getParsedHeader('from').params['tag'])
  } catch {
    // Its parser throws an Error of no special kind for whatever it can't read.
    return false
  }
}
