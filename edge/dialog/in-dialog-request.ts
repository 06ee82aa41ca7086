import { type Hop, isBrowser } from '../hop.ts'
import { assembleRequest, type OutgoingRequest, ownContact } from '../message/outgoing-request.ts'
import { type Header, headersOf } from '../message/scan.ts'
import { parseUri, uriOf } from '../message/uri.ts'
import type { NoHop } from '../transport/next-hops.ts'
import type { DialogServices } from './dialog-services.ts'
import type { Dialog, RemotePeer, Writing } from './dialog.ts'

/** Methods whose Contact refreshes or makes a dialog: they must carry one. */
const refreshing = new Set('INVITE UPDATE SUBSCRIBE NOTIFY REFER'.split(' '))

export type InDialogPlan = {
  readonly method: string
  readonly headers: readonly Header[]
  readonly body: string
  /** The INVITE's own number for an ACK; else the next. */
  readonly cseq?: number
  /** Of several forks, the one that is meant; else the last heard. */
  readonly peer?: RemotePeer
}

/** A request inside the dialog, RFC 3261 section 12.2.1.1: target, route set and CSeq come from the dialog. */
export function inDialogRequest(
  edge: DialogServices,
  dialog: Dialog,
  plan: InDialogPlan,
): OutgoingRequest | { readonly noHop: NoHop } {
  const peer = plan.peer ?? dialog.peer
  const hop = wayTo(edge, peer)
  if (!('send' in hop)) return { noHop: hop }
  const cseq = plan.cseq ?? dialog.localSeq + 1
  useSeq(dialog, cseq)
  const contacts = headersOf(plan, 'contact').join(', ')
  const due = refreshing.has(plan.method) ? ownContact : undefined
  return assembleRequest({
    ...routed(peer),
    ...plan,
    hop,
    cseq,
    from: dialog.local,
    to: peer.to,
    callId: dialog.callId,
    contact: contacts || due,
  })
}

/** The newest connection of a registered contact, the connection the dialog lives on, or what the URI says. */
function wayTo(edge: DialogServices, { routes, target, hop }: RemotePeer): Hop | NoHop {
  const [route] = routes
  if (route) return edge.nextHops.to(uriOf(route))
  const registered = edge.nextHops.registered(target)
  if (registered) return registered
  if (hop.transport !== 'udp' && hop.isOpen) return hop
  return isBrowser(hop) ? { status: 503 } : edge.nextHops.to(target)
}

/** Loose routing keeps the target in the Request-URI; a strict router wants its own URI there. */
function routed({ target, routes }: RemotePeer): { uri: string; routes: readonly string[] } {
  const [first] = routes
  const uri = first && uriOf(first)
  if (!uri || parseUri(uri)?.isLoose) return { uri: target, routes }
  return { uri, routes: [...routes.slice(1), `<${target}>`] }
}

/*
 * Our end of a dialog: tag, From and CSeq of the requests that we send, RFC 3261 section 12.2.1.1.
 */

/** The application chose its own tag. */
export function retag(dialog: Writing<'localTag' | 'local'>, localTag: string): void {
  dialog.local = dialog.local.replace(dialog.localTag, localTag)
  dialog.localTag = localTag
}

/** A request of ours bears that number: the next one bears a higher one. */
export function useSeq(dialog: Writing<'localSeq'>, cseq: number): void {
  dialog.localSeq = Math.max(dialog.localSeq, cseq)
}

/** The number of the next request. */
export function nextSeq(dialog: Writing<'localSeq'>): number {
  dialog.localSeq += 1
  return dialog.localSeq
}
