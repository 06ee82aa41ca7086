import type { Dialog } from './dialog.ts'
import type { FarEnd } from './far-end.ts'
import { isBrowser, type Hop } from '../transport/hop.ts'
import { headersOf, type Header } from '../message/message.ts'
import type { NoHop } from '../transport/next-hops.ts'
import { assembleRequest, ownContact, type OutgoingRequest } from '../message/outgoing-request.ts'
import type { Switchboard } from '../switchboard.ts'
import { parseUri, uriOf } from '../message/uri.ts'

/** Methods whose Contact refreshes or makes a dialog: they must carry one. */
const refreshing = new Set('INVITE UPDATE SUBSCRIBE NOTIFY REFER'.split(' '))

export type InDialogPlan = {
  readonly method: string
  readonly headers: readonly Header[]
  readonly body: string
  /** The INVITE's own number for an ACK; else the next. */
  readonly cseq?: number
  /** Of several forks, the one that is meant; else the last heard. */
  readonly far?: FarEnd
}

/** A request inside the dialog, RFC 3261 section 12.2.1.1: target, route set and CSeq come from the dialog. */
export function inDialogRequest(
  board: Switchboard,
  dialog: Dialog,
  plan: InDialogPlan,
): OutgoingRequest | { readonly noHop: NoHop } {
  const far = plan.far ?? dialog.far
  const hop = wayTo(board, far)
  if (!('send' in hop)) return { noHop: hop }
  const cseq = plan.cseq ?? dialog.localSeq + 1
  dialog.localSeq = Math.max(dialog.localSeq, cseq)
  const contacts = headersOf(plan, 'contact').join(', ')
  const due = refreshing.has(plan.method) ? ownContact : undefined
  return assembleRequest({
    ...routed(far),
    ...plan,
    hop,
    cseq,
    from: dialog.local,
    to: far.remote,
    callId: dialog.callId,
    contact: contacts || due,
  })
}

/** The newest connection of a registered contact, the connection the dialog lives on, or what the URI says. */
function wayTo(board: Switchboard, { routes, target, hop }: FarEnd): Hop | NoHop {
  const [route] = routes
  if (route) return board.nextHops.to(uriOf(route))
  const registered = board.nextHops.registered(target)
  if (registered) return registered
  if (hop.transport !== 'udp' && hop.isOpen) return hop
  return isBrowser(hop) ? { status: 503 } : board.nextHops.to(target)
}

/** Loose routing keeps the target in the Request-URI; a strict router wants its own URI there. */
function routed({ target, routes }: FarEnd): { uri: string; routes: readonly string[] } {
  const [first] = routes
  const uri = first && uriOf(first)
  if (!uri || parseUri(uri)?.isLoose) return { uri: target, routes }
  return { uri, routes: [...routes.slice(1), `<${target}>`] }
}
