import type { Hop, TransportAddress } from '../hop.ts'
import { headerName } from './header.ts'
import type { Response } from './message.ts'
import { type Header, headerOf } from './scan.ts'
import { makeToken } from './token.ts'
import { bracketed, parameterOf } from './uri.ts'

/** A request as it goes out, with the parts that its ACK and CANCEL repeat. */
export type OutgoingRequest = {
  readonly method: string
  readonly uri: string
  /** This, the branch, the hop and the text change when it moves on to another place. */
  via: string
  branch: string
  readonly routes: readonly string[]
  readonly from: string
  readonly to: string
  readonly callId: string
  readonly cseq: number
  /** As planned, see `contactAt`; undefined for none. */
  readonly contact?: string | undefined
  hop: Hop
  text: string
}

type OutgoingRequestPlan = Readonly<Omit<OutgoingRequest, 'via' | 'branch' | 'text'>> & {
  /** What the application wrote; the edge's own headers in it are left out. */
  readonly headers: readonly Header[]
  readonly body: string
}

/** Set by the edge, or dropped silently, whatever the application writes. */
const ownHeaders = new Set(
  'via route record-route rseq content-length max-forwards from to call-id cseq contact'.split(' '),
)

/** Order on the wire: Via, Route, Max-Forwards, From, To, Call-ID, CSeq, Contact, the rest, Content-Length. */
export function assembleRequest(plan: OutgoingRequestPlan): OutgoingRequest {
  const { method, uri, hop, routes, from, to, callId, cseq, contact, body } = plan
  const branch = makeBranch()
  const via = viaOf(hop, branch)
  const text =
    `${method} ${uri} SIP/2.0\r\nVia: ${via}\r\n` +
    routes.map((route) => `Route: ${route}\r\n`).join('') +
    `Max-Forwards: ${headerOf(plan, 'max-forwards') ?? '70'}\r\n` +
    `From: ${from}\r\nTo: ${to}\r\nCall-ID: ${callId}\r\nCSeq: ${cseq} ${method}\r\n` +
    (contact ? `Contact: ${contactAt(contact, uri, hop)}\r\n` : '') +
    ownLines(plan.headers, ownHeaders, hop.local) +
    contentLines(plan)
  const said = { method, uri, routes, from, to, callId, cseq, contact }
  return { ...said, via, branch, hop, text: text + body }
}

/** The same request toward another place, RFC 3263 section 4.3: a new branch, and our address there. */
export function moveTo(request: OutgoingRequest, hop: Hop): void {
  const { uri, contact } = request
  const branch = makeBranch()
  const via = viaOf(hop, branch)
  const text = request.text.replace(request.via, () => via)
  const contactOn = (hop: Hop) => `\r\nContact: ${contactAt(contact ?? '', uri, hop)}\r\n`
  request.text = contact ? text.replace(contactOn(request.hop), () => contactOn(hop)) : text
  Object.assign(request, { branch, via, hop })
}

/** A message without a transaction as it leaves by that hop: its top Via names that one. */
export function leavingBy(text: string, hop: Hop): string {
  const [, branch] = /;branch=([^;\r]+)/.exec(text) ?? []
  return branch ? text.replace(/\r\nVia: [^\r]+/, () => `\r\nVia: ${viaOf(hop, branch)}`) : text
}

const makeBranch = (): string => `z9hG4bK${makeToken(16)}`

const viaOf = ({ transport, local }: Hop, branch: string): string =>
  `SIP/2.0/${transport.toUpperCase()} ${hostPortOf(local)};rport;branch=${branch}`

/** The application's headers that are left to it, one line each. */
export function ownLines(
  headers: readonly Header[],
  excluded: ReadonlySet<string>,
  local: TransportAddress,
): string {
  let lines = ''
  for (const { key, name, value } of headers) {
    if (!key || excluded.has(key)) continue
    const said = key === 'p-asserted-identity' ? withHost(value, local) : value
    lines += `${headerName(name)}: ${said}\r\n`
  }
  return lines
}

/** Content-Type where it can be told from the body, Content-Length, and the blank line. */
export function contentLines(message: { headers: readonly Header[]; body: string }): string {
  const isBareSdp = message.body.startsWith('v=0') && !headerOf(message, 'content-type')
  const type = isBareSdp ? 'Content-Type: application/sdp\r\n' : ''
  return `${type}Content-Length: ${message.body.length}\r\n\r\n`
}

/** False when a body comes without a type that could be told. */
export function isTyped(message: { headers: readonly Header[]; body: string }): boolean {
  const { body } = message
  return !body || body.startsWith('v=0') || headerOf(message, 'content-type') !== undefined
}

/** Replaces the host that an application writes when it doesn't know our address. */
export function withHost(value: string, local: TransportAddress): string {
  if (!value.includes('@localhost')) return value
  return value.replace(/@localhost(?::\d+)?(?![\w.-])/g, `@${hostPortOf(local)}`)
}

export const hostPortOf = ({ address, port }: TransportAddress): string =>
  `${bracketed(address)}:${port}`

/** A Contact of which the edge knows everything. */
export const ownContact = '<sip:localhost>'

/** Our Contact on that hop. */
export const contactOf = (hop: Hop): string => contactAt(ownContact, '', hop)

/**
 * A Contact as it stands in a message on that hop: `localhost` is our address, with the transport where UDP would be
 * taken for it. Toward a sips URI it is one too, RFC 3261 section 8.1.1.8.
 */
export function contactAt(contact: string, uri: string, { local, transport }: Hop): string {
  if (!contact.includes('localhost')) return contact
  const isSecure = uri.startsWith('sips:')
  const parameter = transport === 'udp' || isSecure ? '' : `;transport=${transport}`
  return contact.replace(
    /(<?)sips?:([^@<>,\s]*@)?localhost(?::\d+)?(?![\w.-])([^<>,\s]*)/gi,
    (_all, open: string, user = '', rest: string) => {
      const scheme = isSecure ? 'sips' : 'sip'
      const isTold = /;transport=/i.test(rest)
      const own = `${scheme}:${user}${hostPortOf(local)}${isTold ? '' : parameter}`
      // Without brackets the transport would be a parameter of the header.
      return open || isTold || !parameter ? `${open}${own}${rest}` : `<${own}>${rest}`
    },
  )
}

/** ACK to a final response that is no 2xx: same branch, the response's To, RFC 3261 section 17.1.1.3. */
export function ackTo(invite: OutgoingRequest, response: Response): string {
  return sameBranch(invite, 'ACK', response.to)
}

/** CANCEL of a request, RFC 3261 section 9.1. `headers` may bring a Reason. */
export function cancelOf(request: OutgoingRequest, headers: readonly Header[]): OutgoingRequest {
  const extra = ownLines(headers, ownHeaders, request.hop.local)
  return { ...request, method: 'CANCEL', text: sameBranch(request, 'CANCEL', request.to, extra) }
}

function sameBranch(request: OutgoingRequest, method: string, to: string, extra = ''): string {
  return (
    `${method} ${request.uri} SIP/2.0\r\nVia: ${request.via}\r\n` +
    request.routes.map((route) => `Route: ${route}\r\n`).join('') +
    `Max-Forwards: 70\r\nFrom: ${request.from}\r\nTo: ${to}\r\nCall-ID: ${request.callId}\r\n` +
    `CSeq: ${request.cseq} ${method}\r\n${extra}Content-Length: 0\r\n\r\n`
  )
}

const madeUpReasons = {
  408: 'Request Timeout',
  416: 'Unsupported URI Scheme',
  491: 'Request Pending',
  503: 'Service Unavailable',
} as const

/** A final response that nobody sent: the application's request must end somehow. */
export function madeUpResponse(
  request: OutgoingRequest,
  status: keyof typeof madeUpReasons,
): string {
  const reason = madeUpReasons[status]
  const tag = request.to.includes(';tag=') ? '' : `;tag=${makeToken(13)}`
  return (
    `SIP/2.0 ${status} ${reason}\r\nVia: ${request.via}\r\nFrom: ${request.from}\r\n` +
    `To: ${request.to}${tag}\r\nCall-ID: ${request.callId}\r\n` +
    `CSeq: ${request.cseq} ${request.method}\r\nContent-Length: 0\r\n\r\n`
  )
}

/** An INVITE that makes a call, not one inside of it. */
export const isNewCall = ({ method, to }: Pick<OutgoingRequest, 'method' | 'to'>): boolean =>
  method === 'INVITE' && parameterOf(to, 'tag') === undefined
