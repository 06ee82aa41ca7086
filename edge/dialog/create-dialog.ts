import type { Hop } from '../hop.ts'
import type { Request } from '../message/message.ts'
import type { OutgoingRequest } from '../message/outgoing-request.ts'
import { parameterOf } from '../message/uri.ts'
import type { Application } from './application.ts'
import { type Dialog, dialogId } from './dialog.ts'
import { peerOfRequest } from './remote-peer.ts'

/** What the application calls the dialog that a request from the network makes. */
export const fromTagId = ({ callId, fromTag }: Request): string => dialogId(callId, fromTag)

/** The dialog that a request from the network makes, seen from the called side, RFC 3261 section 12.1.1. */
export function calledDialog(
  app: Application,
  request: Request,
  hop: Hop,
  localTag: string,
  phase: Dialog['phase'],
): Dialog {
  return createDialog({
    id: fromTagId(request),
    app,
    callId: request.callId,
    localTag,
    local: `${request.to};tag=${localTag}`,
    localSeq: 0,
    peer: peerOfRequest(request, hop),
    phase,
  })
}

/** The dialog that an INVITE, SUBSCRIBE or REFER of ours will make, seen from the calling side, RFC 3261 section 12.1.2. */
export function callingDialog(
  app: Application,
  { callId, from, to, cseq, uri, hop, method }: OutgoingRequest,
): Dialog {
  const localTag = parameterOf(from, 'tag') ?? ''
  const isInvite = method === 'INVITE'
  const dialog = createDialog({
    id: dialogId(callId, localTag),
    app,
    callId,
    localTag,
    local: from,
    localSeq: cseq,
    peer: { tag: undefined, to, seq: 0, target: uri, routes: [], hop, takesUpdate: false },
    phase: isInvite ? 'early' : 'none',
  })
  return isInvite ? { ...dialog, dueAck: { is: 'expected' } } : dialog
}

type NewDialog = Pick<
  Dialog,
  'id' | 'app' | 'callId' | 'localTag' | 'local' | 'localSeq' | 'peer' | 'phase'
>

/** A dialog in which nothing is under way. */
export function createDialog(given: NewDialog): Dialog {
  return {
    ...given,
    forks: undefined,
    invite: { is: 'none' },
    awaitedAck: undefined,
    dueAck: { is: 'none' },
    sentAck: undefined,
    offer: undefined,
    isUpdating: false,
    reliable: undefined,
    prackDue: undefined,
    session: undefined,
    localSdp: undefined,
    subscriptions: undefined,
  }
}
