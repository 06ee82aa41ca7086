import type { Hop } from '../hop.ts'
import { headerName } from '../message/header.ts'
import type { Request, Response } from '../message/message.ts'
import { hostPortOf, type OutgoingRequest } from '../message/outgoing-request.ts'
import { type Header, headersOf } from '../message/scan.ts'
import { makeToken } from '../message/token.ts'
import { splitList } from '../message/uri.ts'

type ForwardPlan = {
  /** The Request-URI. */
  readonly uri: string
  readonly hop: Hop
  /** Those that are left when our own are taken away. */
  readonly routes: readonly string[]
  readonly maxForwards: number
  readonly recordRoutes?: readonly string[]
  /** Take the place of the request's own of the same name. */
  readonly headers?: readonly Header[]
}

/** What a proxy alone decides, whatever an application writes. */
const untouchable = new Set(
  'via route record-route max-forwards from to call-id cseq content-length rseq'.split(' '),
)

/** The request as a proxy sends it on, RFC 3261 section 16.6: all that is not the proxy's stays as it is. */
export function forwardedRequest(request: Request, plan: ForwardPlan): OutgoingRequest {
  const { uri, hop, routes, maxForwards, recordRoutes = [], headers = [] } = plan
  const { method, callId, cseq, from, to } = request
  const branch = `z9hG4bK${makeToken(16)}`
  const via = `SIP/2.0/${hop.transport.toUpperCase()} ${hostPortOf(hop.local)};rport;branch=${branch}`
  const added = headers.filter(({ key }) => key !== '' && !untouchable.has(key))
  const vias = headersOf(request, 'via').flatMap(splitList)
  const replaced = new Set([...added.map(({ key }) => key), 'via', 'route', 'max-forwards'])
  const text =
    `${method} ${uri} SIP/2.0\r\n` +
    [via, ...vias].map((each) => `Via: ${each}\r\n`).join('') +
    recordRoutes.map((route) => `Record-Route: ${route}\r\n`).join('') +
    routes.map((route) => `Route: ${route}\r\n`).join('') +
    `Max-Forwards: ${maxForwards}\r\n` +
    linesOf(request.headers.filter(({ key }) => !replaced.has(key))) +
    linesOf(added.map((header) => ({ ...header, name: headerName(header.name) }))) +
    `\r\n${request.body}`
  return { method, uri, via, branch, routes, from, to, callId, cseq, hop, text }
}

/** The response as it goes back: without our Via, RFC 3261 section 16.7. `more` comes behind its own headers. */
export function returnedResponse(response: Response, more: readonly Header[] = []): string {
  let isFirst = true
  const headers: Header[] = []
  for (const header of response.headers) {
    const rest =
      header.key === 'via' && isFirst ? splitList(header.value).slice(1).join(', ') : undefined
    if (header.key === 'via') isFirst = false
    if (rest === undefined) headers.push(header)
    else if (rest !== '') headers.push({ ...header, value: rest })
  }
  const start = response.text.slice(0, response.text.indexOf('\r\n'))
  return `${start}\r\n${linesOf([...headers, ...more])}\r\n${response.body}`
}

const linesOf = (headers: readonly Header[]): string =>
  headers.map(({ name, value }) => `${name}: ${value}\r\n`).join('')
