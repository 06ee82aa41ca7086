import type { Hop } from '../hop.ts'
import type { Request } from '../message/message.ts'
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
  return {
    id: fromTagId(request),
    app,
    callId: request.callId,
    localTag,
    local: `${request.to};tag=${localTag}`,
    localSeq: 0,
    peer: peerOfRequest(request, hop),
    phase,
  }
}
