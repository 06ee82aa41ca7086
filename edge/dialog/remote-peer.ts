import type { Hop } from '../hop.ts'
import type { Request, Response } from '../message/message.ts'
import { headerOf, headersOf } from '../message/scan.ts'
import { splitList, uriOf } from '../message/uri.ts'
import type { RemotePeer, Writing } from './dialog.ts'

/** Peers are written here only. */
type WritablePeer = { -readonly [Key in keyof RemotePeer]: RemotePeer[Key] }

/** From now on this is the peer, or of several forks the one that was heard last. */
export function meetPeer(dialog: Writing<'peer'>, peer: RemotePeer): void {
  dialog.peer = peer
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
export function refreshTarget(peer: WritablePeer, message: Request | Response): void {
  if (!refreshing.has(message.method)) return
  const contact = headerOf(message, 'contact')
  if (contact) peer.target = uriOf(contact)
  if (headerOf(message, 'allow') !== undefined) peer.takesUpdate = allowsUpdate(message)
}

/** It has sent a request. */
export function heardRequest(peer: WritablePeer, { cseq }: Request, hop: Hop): void {
  peer.seq = cseq
  peer.hop = hop
}

/** Another response of a known peer: what it says of the dialog is told anew, RFC 3261 section 13.2.2.4. */
export function tellAnew(known: WritablePeer, told: RemotePeer): void {
  const takesUpdate = known.takesUpdate || told.takesUpdate
  Object.assign(known, told, { seq: known.seq, takesUpdate })
}

export function refusedUpdate(peer: WritablePeer): void {
  peer.takesUpdate = false
}

/** Its last reliable provisional response. */
export function heardReliable(peer: WritablePeer, last: RemotePeer['reliable'] & object): void {
  peer.reliable = last
}

function allowsUpdate(message: Request | Response): boolean {
  return headersOf(message, 'allow').some((value) => /\bUPDATE\b/.test(value))
}
