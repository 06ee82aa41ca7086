import type { DigestClient } from './access/digest-client.ts'
import { sendAuthorized } from './access/send-authorized.ts'
import {
  type Headers,
  sendRequest,
  type SipRequest,
  type SipRequestPlan,
  type SipResponse,
  type SrfAgent,
} from './message.ts'

/*
 * Every request that comes inside a dialog, its ACK and BYE too, passes one inbox, from the moment on in which srf makes
 * the dialog: the 200 is out, or has come.
 *
 *   made ------------------> listened to ----------------------> over
 *     |        listen()        |    ^          BYE
 *     v                        v    |
 *   requests are kept        one that comes before its phase (the listener gives false) is kept for the next listener
 *
 * By itself srf tells BYE and re-INVITE in the very read of the socket in which it makes the dialog, and ACK, INFO and the
 * others a turn later. Whoever waits for the promise of a dialog would miss the first and hear the rest out of order.
 */
export type SipDialog = {
  /** The edge's name for it. */
  readonly id: string
  readonly sip: { readonly callId: string; readonly localTag: string; readonly remoteTag: string }
  readonly agent: SrfAgent
  readonly srf: { removeDialog(dialog: SipDialog): void }
  /** Ours: answers the challenges inside this dialog. */
  digest?: DigestClient
  /** Hears of every request from now on, of those that were kept first; a BYE is answered by then. */
  listen(listener: DialogListener): void
  /** Sends BYE. Rejects when the edge knows the dialog no more. */
  destroy(options: { headers: Headers }): Promise<unknown>
  /** What we said last. */
  readonly local: { sdp: string; readonly contact: string }
  /** Where the far end is, and what it said last. */
  readonly remote: { readonly uri: string; sdp: string }
}

/** False: the request comes before its phase. */
type DialogListener = (request: SipRequest, response: SipResponse) => boolean

/** A dialog as srf makes it. */
export type MadeDialog = Omit<SipDialog, 'listen'> & {
  /** Every request inside the dialog passes here. */
  handle(request: SipRequest, response: SipResponse): void
  connected: boolean
  listen?: SipDialog['listen']
}

/** Puts the inbox before a dialog; whoever makes dialogs does so before anything can come in them. */
export function openInbox(dialog: MadeDialog): asserts dialog is MadeDialog & SipDialog {
  let kept: { readonly request: SipRequest; readonly response: SipResponse }[] = []
  let listener: DialogListener = () => false
  const tell = (request: SipRequest, response: SipResponse): void => {
    if (!listener(request, response)) kept.push({ request, response })
    else if (request.method === 'BYE') refuseKept()
  }
  /** RFC 3261 section 15.1.2: what is pending when the dialog ends. */
  const refuseKept = (): void => {
    for (const { request, response } of kept) if (request.method !== 'ACK') response.send(487)
    kept = []
  }
  dialog.handle = (request, response) => {
    if (request.method === 'BYE') endBy(dialog, response)
    tell(request, response)
  }
  dialog.listen = (next) => {
    listener = next
    const earlier = kept
    kept = []
    for (const { request, response } of earlier) tell(request, response)
  }
}

/** A BYE is answered whoever listens. */
function endBy(dialog: MadeDialog, response: SipResponse): void {
  dialog.connected = false
  dialog.srf.removeDialog(dialog as SipDialog)
  response.send(200)
}

/** BYE as soon as it is allowed: the callee must have the ACK first, RFC 3261 section 15. */
export function sendByeAfterAck(dialog: SipDialog, headers: Headers): void {
  dialog.listen((request, response) => {
    if (request.method === 'ACK') sendBye(dialog, headers)
    return refuseRequest(request, response)
  })
}

/** Of a dialog that is over for us. */
export const refuseRequest: DialogListener = ({ method }, response) => {
  if (method !== 'ACK' && method !== 'BYE') response.send(481)
  return true
}

/** BYE, its challenges answered. It fails only when the edge has ended the dialog already: then all is as wished. */
export function sendBye(dialog: SipDialog, headers: Headers): void {
  const sent = dialog.digest
    ? sendInDialog(dialog, { method: 'BYE', headers }).finally(() =>
        dialog.srf.removeDialog(dialog),
      )
    : dialog.destroy({ headers })
  sent.catch(() => undefined)
}

/** Sends a re-INVITE; gives the answer. Rejects with a SipFailure. */
export async function sendReinvite(dialog: SipDialog, offer: string): Promise<string> {
  const before = dialog.local.sdp
  dialog.local.sdp = offer
  // srf's own way would send no further offer after one that was refused.
  const response = await sendInDialog(dialog, {
    method: 'INVITE',
    headers: { Contact: dialog.local.contact },
    body: offer,
  }).catch((error: unknown) => {
    dialog.local.sdp = before
    throw error
  })
  if (response.status !== 200) {
    dialog.local.sdp = before
    throw new SipFailure(response)
  }
  dialog.remote.sdp = response.body
  return response.body
}

/** A final response that is not the wished one. */
class SipFailure extends Error {
  readonly status: number
  constructor({ status, reason }: Pick<SipResponse, 'status' | 'reason'>) {
    super(`${status} ${reason}`)
    this.name = 'SipFailure'
    this.status = status
  }
}

/** A request inside the dialog, its challenges answered; gives the final response. Rejects when it can't be sent. */
export function sendInDialog(
  dialog: SipDialog,
  { method, headers, body }: Pick<SipRequestPlan, 'method' | 'headers' | 'body'>,
): Promise<SipResponse> {
  const { agent, id: stackDialogId, digest } = dialog
  const content = body ? { body } : {}
  const signed = { method, uri: dialog.remote.uri, ...content }
  return sendAuthorized(digest, signed, (credentials) =>
    sendRequest(agent, {
      method,
      stackDialogId,
      headers: { ...headers, ...credentials },
      ...content,
    }),
  )
}
