import type { ClientUser } from '../transaction/client-end.ts'
import type { App } from '../app/app.ts'
import { fromNetwork, madeUp } from '../app/app-frame.ts'
import type { Dialog } from './dialog.ts'
import { hangUp, nobody } from './hang-up.ts'
import { inDialogRequest } from './in-dialog-request.ts'
import { stepInviteClient } from '../transaction/invite-client.ts'
import { headerOf, headersOf, type Response } from '../message/message.ts'
import { cancelOf, madeUpResponse } from '../message/outgoing-request.ts'
import type { Sent } from './sent.ts'
import type { Switchboard } from '../switchboard.ts'
import { splitList, uriOf } from '../message/uri.ts'

/** Leads the responses to an application's request back to it. */
export function userOf(board: Switchboard, sent: Sent): ClientUser {
  const { app, id, request, dialog } = sent
  return {
    onResponse: (response) => {
      if (request.method === 'INVITE') receiveInviteResponse(board, sent, response)
      else if (response.status > 100) passOn(board, sent, response)
    },
    onFailure: (status) => {
      settle(board, sent, status)
      app.send(madeUp(madeUpResponse(request, status), id, dialog?.id ?? ''))
    },
    onEnd: () => undefined,
  }
}

/** Sends the CANCEL that the application asked for, once. */
export function sendCancel(board: Switchboard, sent: Sent): void {
  const { cancel, invite, request } = sent
  if (!cancel || cancel.isSent || !invite) return
  cancel.isSent = true
  board.transactions.startOther(cancelOf(request, cancel.headers), nobody)
  stepInviteClient(invite, { type: 'cancelled' })
}

function receiveInviteResponse(board: Switchboard, sent: Sent, response: Response): void {
  const { status } = response
  if (!board.sent.has(sent.id)) receiveRepeated2xx(board, sent, response)
  else {
    if (status < 200) sendCancel(board, sent)
    if (sent.dialog && status > 100 && status < 300) learn(sent.dialog, sent, response)
    // The far end's 100 means nothing to an application.
    if (status > 100) passOn(board, sent, response)
  }
}

function passOn(board: Switchboard, sent: Sent, response: Response): void {
  const { app, id, request, dialog } = sent
  if (response.status >= 200) settle(board, sent, response.status)
  app.send(fromNetwork(response.text, request.hop, id, dialog?.id ?? ''))
}

/** What a response to an INVITE tells of the far end, RFC 3261 sections 12.1.2 and 12.2.1.2. */
function learn(dialog: Dialog, sent: Sent, response: Response): void {
  const contact = headerOf(response, 'contact')
  const is2xx = response.status >= 200
  if (contact && (is2xx || dialog.phase === 'early')) dialog.target = uriOf(contact)
  if (dialog.phase === 'early' && response.toTag !== undefined) {
    dialog.remoteTag = response.toTag
    dialog.remote = response.to
    dialog.routes = headersOf(response, 'record-route').flatMap(splitList).reverse()
    dialog.hop = sent.request.hop
  }
  if (!is2xx) return
  dialog.phase = 'confirmed'
  dialog.ackDue = sent.request.cseq
  if (sent.cancel) dialog.hangUpAfterAck = true
}

/** A final response, received or made up: what it ends. */
function settle(board: Switchboard, { id, request, dialog }: Sent, status: number): void {
  board.sent.delete(id)
  if (!dialog) return
  // A challenged BYE will be sent again with credentials.
  if (request.method === 'BYE' && status !== 401 && status !== 407) board.dialogs.remove(dialog)
  if (request.method !== 'INVITE') return
  dialog.pendingInvite = undefined
  if (dialog.phase === 'early') board.dialogs.remove(dialog)
}

/** A 2xx that comes again is acknowledged again; one of another fork is acknowledged and hung up. */
function receiveRepeated2xx(board: Switchboard, sent: Sent, response: Response): void {
  const { dialog, request } = sent
  if (!dialog) return
  if (response.toTag !== dialog.remoteTag) hangUpFork(board, sent, dialog, response)
  else if (dialog.ack?.cseq === request.cseq) request.hop.send(dialog.ack.text)
}

/** The application never hears of a second fork. */
const noApp: App = { send: () => undefined, routes: new Set() }

/** RFC 3261 section 13.2.2.4: an application has one dialog per INVITE, so a second one ends at once. */
function hangUpFork(board: Switchboard, sent: Sent, dialog: Dialog, response: Response): void {
  const fork: Dialog = { ...dialog, app: noApp, phase: 'early', answer: undefined }
  learn(fork, sent, response)
  const plan = { method: 'ACK', headers: [], body: '', cseq: sent.request.cseq }
  const ack = inDialogRequest(board, fork, plan)
  if ('noHop' in ack) return
  ack.hop.send(ack.text)
  hangUp(board, fork, 'SIP ;cause=487 ;text="Another fork answered"')
}
