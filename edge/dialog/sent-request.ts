import type { Hop } from '../hop.ts'
import {
  assembleRequest,
  contactOf,
  type OutgoingRequest,
  ownContact,
  withHost,
} from '../message/outgoing-request.ts'
import { type Header, headerOf, headersOf, type Scanned } from '../message/scan.ts'
import { makeToken } from '../message/token.ts'
import { parameterOf, parseUri } from '../message/uri.ts'
import type { InviteCall } from '../transaction/transactions.ts'
import type { Application, SendOrder } from './application.ts'
import type { Dialog } from './dialog.ts'

/** A request of an application on its way. */
export type SentRequest = {
  /** What the application calls the transaction. */
  readonly id: string
  readonly app: Application
  request: OutgoingRequest
  /** The dialog it is in, or that it makes. */
  readonly dialog: Dialog | undefined
  /** Seconds of the session timer that it asks for, RFC 4028. */
  sessionSeconds?: number | undefined
  /** Only of an INVITE. */
  invite?: InviteCall
  /** A CANCEL that has to wait for the first provisional response, RFC 3261 section 9.1; then it is `sent`. */
  cancel?: { readonly headers: readonly Header[]; isSent: boolean }
  /** Of an INVITE: its application is gone, and the edge itself acknowledges a 2xx. */
  isOrphaned?: boolean
}

/**
 * A request outside any dialog, RFC 3261 section 8.1.1; a digest retry insists on its Call-ID, From and CSeq. A route URL
 * that says `lr` is a proxy's and stands in Route too, as a Path (RFC 3327) demands.
 */
export function newRequest(
  { message, method, uri }: SendOrder,
  hop: Hop,
  routeUrl = '',
): OutgoingRequest {
  const { local } = hop
  const { headers, body } = message
  const contacts = headersOf(message, 'contact').join(', ')
  const needsContact = ['INVITE', 'SUBSCRIBE', 'REFER'].includes(method)
  const from = withHost(headerOf(message, 'from') ?? contactOf(hop), local)
  return assembleRequest({
    method,
    uri,
    hop,
    routes: parseUri(routeUrl)?.isLoose ? [`<${routeUrl}>`] : [],
    from: parameterOf(from, 'tag') === undefined ? `${from};tag=${makeToken(13)}` : from,
    to: withHost(headerOf(message, 'to') ?? `<${uri}>`, local),
    callId: headerOf(message, 'call-id') ?? makeToken(26),
    cseq: wantedSeq(message) ?? firstSeq(),
    contact: contacts || (needsContact ? ownContact : undefined),
    headers,
    body,
  })
}

/** The CSeq that a digest retry insists on. */
export function wantedSeq(message: Scanned): number | undefined {
  const number = Number.parseInt(headerOf(message, 'cseq') ?? '', 10)
  return number >= 0 && number < 2 ** 31 ? number : undefined
}

/** Time-based, as RFC 3261 section 8.1.1.5 suggests; leaves room below 2**31. */
const firstSeq = (): number => Math.floor(Date.now() / 1000) & 0x3fffffff
