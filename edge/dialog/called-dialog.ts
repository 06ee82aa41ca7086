import type { App } from '../app/app.ts'
import type { Hop } from '../hop.ts'
import type { Request } from '../message/message.ts'
import { dialogId, type Dialog } from './dialog.ts'
import { peerOfRequest } from './remote-peer.ts'

/** What the application calls the dialog that a request from the network makes. */
export const fromTagId = ({ callId, fromTag }: Request): string => dialogId(callId, fromTag)

/** The dialog that a request from the network makes, seen from the called side, RFC 3261 section 12.1.1. */
export function calledDialog(
  app: App,
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
