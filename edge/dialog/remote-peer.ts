import type { Hop } from '../hop.ts'
import type { Request, Response } from '../message/message.ts'
import { headerOf, headersOf } from '../message/scan.ts'
import { splitList, uriOf } from '../message/uri.ts'

/** The other party of a dialog. A forked INVITE of ours has several until one of them answers. */
export type RemotePeer = {
  /** Unknown to a caller until the first tagged response. */
  tag: string | undefined
  /** To of requests that we send it, tag included. */
  to: string
  /** CSeq of the last request that it sent. */
  seq: number
  /** Its Contact URI. */
  target: string
  routes: readonly string[]
  /** Where it was last heard. */
  hop: Hop
  /** Its Allow names UPDATE, RFC 3311 section 4. */
  takesUpdate: boolean
  /** The last reliable provisional response to our INVITE of that number, RFC 3262 section 4. */
  reliable?: { readonly cseq: number; readonly rseq: number }
}

/** As an INVITE or SUBSCRIBE of theirs tells, RFC 3261 section 12.1.1. */
export function peerOfRequest(request: Request, hop: Hop): RemotePeer {
  return {
    tag: request.fromTag,
    to: request.from,
    seq: request.cseq,
    target: uriOf(headerOf(request, 'contact') ?? ''),
    routes: headersOf(request, 'record-route').flatMap(splitList),
    hop,
    takesUpdate: allowsUpdate(request),
  }
}

/** As a response to our request tells, RFC 3261 section 12.1.2. */
export function peerOfResponse(response: Response, hop: Hop, uri: string): RemotePeer {
  const contact = headerOf(response, 'contact')
  return {
    tag: response.toTag,
    to: response.to,
    seq: 0,
    target: contact ? uriOf(contact) : uri,
    routes: headersOf(response, 'record-route').flatMap(splitList).reverse(),
    hop,
    takesUpdate: allowsUpdate(response),
  }
}

/** Requests that tell where the sender wants to be reached from now on, RFC 5057 section 5.3. */
const refreshing = new Set('INVITE UPDATE SUBSCRIBE NOTIFY REFER'.split(' '))

/** A request that refreshes the target was accepted, or a response to one came, RFC 3261 sections 12.2.1.2, 12.2.2. */
export function refreshTarget(peer: RemotePeer, message: Request | Response): void {
  if (!refreshing.has(message.method)) return
  const contact = headerOf(message, 'contact')
  if (contact) peer.target = uriOf(contact)
  if (headerOf(message, 'allow') !== undefined) peer.takesUpdate = allowsUpdate(message)
}

function allowsUpdate(message: Request | Response): boolean {
  return headersOf(message, 'allow').some((value) => /\bUPDATE\b/.test(value))
}
