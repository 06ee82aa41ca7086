import type { TransportAddress } from '../hop.ts'
import type { Request } from './message.ts'
import { contentLines, ownLines } from './outgoing-request.ts'
import { type Header, headersOf } from './scan.ts'
import { parameterOf } from './uri.ts'

type ResponsePlan = {
  readonly status: number
  readonly reason: string
  /** Put on To when the request has no tag there; none on a 100. */
  readonly toTag?: string | undefined
  readonly contact?: string | undefined
  readonly headers?: readonly Header[]
  readonly body?: string
  readonly local: TransportAddress
}

/** Copied from the request, or the edge's own, whatever the application writes. */
const ownHeaders = new Set(
  'via from to call-id cseq record-route route content-length max-forwards contact'.split(' '),
)

/** A response to the request, RFC 3261 section 8.2.6: the edge copies what identifies it, the rest is the plan's. */
export function responseText(request: Pick<Request, 'headers'>, plan: ResponsePlan): string {
  let copied = ''
  for (const { key, value } of request.headers) {
    if (key === 'via') copied += `Via: ${value}\r\n`
    else if (key === 'from') copied += `From: ${value}\r\n`
    else if (key === 'to') copied += `To: ${tagged(value, plan.toTag)}\r\n`
    else if (key === 'call-id') copied += `Call-ID: ${value}\r\n`
    else if (key === 'cseq') copied += `CSeq: ${value}\r\n`
  }
  const { headers = [], body = '' } = plan
  return (
    `SIP/2.0 ${plan.status} ${plan.reason}\r\n${copied}${recordRoutes(request, plan.status)}` +
    (plan.contact ? `Contact: ${plan.contact}\r\n` : '') +
    ownLines(headers, ownHeaders, plan.local) +
    contentLines({ headers, body }) +
    body
  )
}

function tagged(to: string, tag: string | undefined): string {
  return tag && parameterOf(to, 'tag') === undefined ? `${to};tag=${tag}` : to
}

/** RFC 3261 section 12.1.1: in every response that can make a dialog. */
function recordRoutes(request: Pick<Request, 'headers'>, status: number): string {
  if (status <= 100 || status >= 300) return ''
  return headersOf(request, 'record-route')
    .map((route) => `Record-Route: ${route}\r\n`)
    .join('')
}
