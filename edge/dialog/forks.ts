import type { Response } from '../message/message.ts'
import { headerOf } from '../message/scan.ts'
import type { Application } from './application.ts'
import { createDialog } from './create-dialog.ts'
import type { DialogServices } from './dialog-services.ts'
import type { Dialog, RemotePeer, Writing } from './dialog.ts'
import { sendEdgeBye } from './edge-bye.ts'
import { inDialogRequest } from './in-dialog-request.ts'
import { confirmCall, oweAck } from './invite-state.ts'
import { meetPeer, peerOfResponse, refreshTarget, tellAnew } from './remote-peer.ts'
import type { SentRequest } from './sent-request.ts'

/** Nobody rings more phones at a time; a hostile neighbour may invent any number of tags. */
const mostForks = 50

/** What a 1xx or 2xx to our INVITE tells of the far end, RFC 3261 sections 12.1.2 and 12.2.1.2. */
export function learnPeer(
  dialog: Writing<'forks'>,
  sent: SentRequest,
  response: Response,
): RemotePeer {
  const is2xx = response.status >= 200
  if (dialog.phase === 'early' && response.toTag !== undefined)
    meetPeer(dialog, forkOf(dialog, sent, response))
  else if (is2xx) refreshTarget(dialog.peer, response)
  if (is2xx) {
    confirmCall(dialog)
    forgetForks(dialog)
    oweAck(dialog, sent.request.cseq, sent.cancel !== undefined)
  }
  return dialog.peer
}

/** Each tag is another far end, with a target and a route set of its own; a 2xx tells both anew, section 13.2.2.4. */
function forkOf(
  dialog: Writing<'forks'>,
  { request }: SentRequest,
  response: Response,
): RemotePeer {
  const before = dialog.peer
  const known = before.tag === response.toTag ? before : dialog.forks?.get(response.toTag ?? '')
  const told = peerOfResponse(response, request.hop, request.uri)
  if (known) {
    // A 1xx that makes no dialog need not say where its sender is.
    if (headerOf(response, 'contact') !== undefined) tellAnew(known, told)
    return known
  }
  // A request may have overtaken its sender's first response.
  if (before.tag === undefined) return { ...told, seq: before.seq }
  const forks = new Map(dialog.forks ?? [[before.tag, before]])
  if (forks.size < mostForks) forks.set(response.toTag ?? '', told)
  dialog.forks = forks
  return told
}

/** The application never hears of a second fork. */
const noApp: Application = {
  request: () => undefined,
  ack: () => undefined,
  cancel: () => undefined,
  response: () => undefined,
  madeUp: () => undefined,
  unsolicited: () => undefined,
}

/** RFC 3261 section 13.2.2.4: an application has one dialog per INVITE, so a second one ends at once. */
export function hangUpFork(
  edge: DialogServices,
  { request }: SentRequest,
  dialog: Dialog,
  response: Response,
): void {
  const peer = peerOfResponse(response, request.hop, request.uri)
  const { id, callId, localTag, local, localSeq } = dialog
  const fork = createDialog({
    id,
    callId,
    localTag,
    local,
    localSeq,
    peer,
    app: noApp,
    phase: 'confirmed',
  })
  const ack = inDialogRequest(edge, fork, {
    method: 'ACK',
    headers: [],
    body: '',
    cseq: request.cseq,
  })
  if ('noHop' in ack) return
  ack.hop.send(ack.text)
  sendEdgeBye(edge, fork, 'SIP ;cause=487 ;text="Another fork answered"')
}

/** One has answered, or all is over. */
export function forgetForks(dialog: Writing<'forks'>): void {
  dialog.forks = undefined
}
