import type { Response } from '../message/message.ts'
import { cancelOf, isNewCall, madeUpResponse } from '../message/outgoing-request.ts'
import { type ClientUser, ignoreOutcome } from '../transaction/client-end.ts'
import { stepInviteClient } from '../transaction/invite-client.ts'
import type { DialogServices } from './dialog-services.ts'
import type { Dialog } from './dialog.ts'
import { sendEdgeBye } from './edge-bye.ts'
import { hangUpFork, learnPeer } from './forks.ts'
import { inDialogRequest } from './in-dialog-request.ts'
import { closeInvite, forgetAck, keepAck } from './invite-state.ts'
import { hasSdp, noteAnswer } from './offer.ts'
import { forgetPracks, isFirstReceived } from './reliable-provisional.ts'
import { refreshTarget } from './remote-peer.ts'
import type { SentRequest } from './sent-request.ts'
import { withLongerInterval } from './session-expires.ts'
import { acceptedTerms, sessionExpiresOf } from './session-terms.ts'
import { keepAlive, rememberSdp } from './session-timer.ts'
import {
  onSubscribeAccepted,
  settleClientSubscription,
  subscribes,
} from './subscription-outcome.ts'

/** Leads the responses to an application's request back to it. */
export function userOf(edge: DialogServices, sent: SentRequest): ClientUser {
  const { app, id, request, dialog } = sent
  return {
    onResponse: (response) => {
      if (request.method === 'INVITE') receiveInviteResponse(edge, sent, response)
      else if (response.status > 100) receiveOther(edge, sent, response)
    },
    onFailure: (status) => {
      const text = madeUpResponse(request, status)
      settle(edge, sent, status)
      if (isNewCall(request)) edge.records.stop('application', 'call-rejected', text)
      app.madeUp(text, { transactionId: id, dialogId: dialog?.id ?? '' })
      endIfLost(edge, sent, status)
    },
    onEnd: () => {
      // No 2xx can come again: the ACK has no use any more, and a PRACK is for nothing.
      if (!dialog) return
      forgetAck(dialog, request.cseq)
      if (request.method === 'INVITE') forgetPracks(dialog)
    },
    isOver: () => sent.cancel !== undefined,
  }
}

/** Sends the CANCEL that the application asked for, once. */
export function sendCancel(edge: DialogServices, sent: SentRequest): void {
  const { cancel, invite, request } = sent
  if (!cancel || cancel.isSent || !invite?.transaction) return
  cancel.isSent = true
  edge.transactions.startOther(cancelOf(request, cancel.headers), ignoreOutcome)
  stepInviteClient(invite.transaction, { type: 'cancelled' })
}

function receiveInviteResponse(edge: DialogServices, sent: SentRequest, response: Response): void {
  const { status } = response
  if (!edge.outgoing.has(sent.id)) {
    receiveRepeated2xx(edge, sent, response)
    return
  }
  if (status < 200) sendCancel(edge, sent)
  // The far end's 100 means nothing to an application.
  if (status === 100) return
  if (sent.dialog && status < 300) {
    const peer = learnPeer(sent.dialog, sent, response)
    if (status < 200 && !isFirstReceived(sent.dialog, peer, response)) return
    if (status >= 200) agree(edge, sent, sent.dialog, response)
  }
  if (sent.dialog) sawAnswer(sent.dialog, response)
  if (!asksLonger(edge, sent, response)) passOn(edge, sent, response)
}

const sawAnswer = (dialog: Dialog, response: Response): void =>
  noteAnswer(dialog, 'us', { ...response, isAnswer: hasSdp(response) })

function receiveOther(edge: DialogServices, sent: SentRequest, response: Response): void {
  const { dialog } = sent
  if (response.status >= 200 && response.status < 300 && dialog) {
    refreshTarget(dialog.peer, response)
    if (response.method === 'UPDATE' && dialog.phase === 'confirmed')
      agree(edge, sent, dialog, response)
    if (subscribes(sent)) onSubscribeAccepted(edge, sent, dialog, response)
  }
  if (dialog) sawAnswer(dialog, response)
  if (!asksLonger(edge, sent, response)) passOn(edge, sent, response)
}

/** A 2xx to INVITE or UPDATE says how the session is kept alive, and that what we said of our sound holds. */
function agree(edge: DialogServices, sent: SentRequest, dialog: Dialog, response: Response): void {
  const { text } = sent.request
  rememberSdp(dialog, text.slice(text.indexOf('\r\n\r\n') + 4))
  const seconds = sent.sessionSeconds ?? sessionExpiresOf(response)?.seconds
  keepAlive(edge, dialog, seconds === undefined ? undefined : acceptedTerms(response, seconds))
}

/** The far end wants a longer interval: it is asked again, and the application hears of the outcome only. */
function asksLonger(edge: DialogServices, sent: SentRequest, response: Response): boolean {
  const request = withLongerInterval(sent, response)
  if (!request) return false
  sent.request = request
  const user = userOf(edge, sent)
  if (request.method === 'INVITE') sent.invite = edge.transactions.startInvite(request, user)
  else edge.transactions.startOther(request, user)
  return true
}

function passOn(edge: DialogServices, sent: SentRequest, response: Response): void {
  const { app, id, request, dialog } = sent
  if (response.status >= 200) settle(edge, sent, response.status)
  if (isNewCall(request) && response.status >= 200) recordEnd(edge, response)
  if (dialog && sent.isOrphaned) {
    acknowledge(edge, dialog)
    return
  }
  app.response(response.text, request.hop, { transactionId: id, dialogId: dialog?.id ?? '' })
  endIfLost(edge, sent, response.status)
}

/** Requests whose 481 or 408 speaks of their own usage or transaction alone, RFC 5057 section 5.1. */
const ofTheirOwn = new Set(['BYE', 'PRACK', 'SUBSCRIBE', 'NOTIFY', 'REFER'])

/** The far end knows the call no more, or is gone: RFC 3261 section 12.2.1.2. */
function endIfLost(edge: DialogServices, { request, dialog }: SentRequest, status: number): void {
  const isLost = (status === 481 || status === 408) && !ofTheirOwn.has(request.method)
  if (!isLost || dialog?.phase !== 'confirmed') return
  const reason = `SIP ;cause=${status} ;text="The far end is lost"`
  sendEdgeBye(edge, dialog, reason, 'system-error-initiated-termination')
}

/** What the CDRs say of an INVITE's final response. */
function recordEnd({ records }: DialogServices, { status, text }: Response): void {
  if (status < 300) records.start('network', 'uac', text)
  else records.stop('network', status === 487 ? 'call-canceled' : 'call-rejected', text)
}

/** A final response, received or made up: what it ends. */
function settle(edge: DialogServices, sent: SentRequest, status: number): void {
  const { id, request, dialog } = sent
  edge.outgoing.delete(id)
  if (!dialog) return
  settleClientSubscription(edge, sent, dialog, status)
  noteAnswer(dialog, 'us', { method: request.method, status, isAnswer: false })
  // A challenged BYE will be sent again with credentials.
  if (request.method === 'BYE' && status !== 401 && status !== 407) edge.dialogs.endCall(dialog)
  if (request.method !== 'INVITE') return
  closeInvite(dialog)
  if (dialog.phase === 'early') edge.dialogs.endCall(dialog)
}

/**
 * The ACK of a 2xx whose application is gone. A call that this 2xx began ends with it, since nobody knows of it; an
 * offer inside a dialog was answered, and the dialog goes on.
 */
export function acknowledge(edge: DialogServices, dialog: Dialog): void {
  if (dialog.dueAck.is !== 'due') return
  const { cseq, isFirst } = dialog.dueAck
  const ack = inDialogRequest(edge, dialog, { method: 'ACK', headers: [], body: '', cseq })
  if ('noHop' in ack) return
  keepAck(dialog, { cseq, text: ack.text })
  ack.hop.send(ack.text)
  if (isFirst) sendEdgeBye(edge, dialog, 'SIP ;cause=487 ;text="Application gone"')
}

/** A 2xx that comes again is acknowledged again; one of another fork is acknowledged and hung up. */
function receiveRepeated2xx(edge: DialogServices, sent: SentRequest, response: Response): void {
  const { dialog, request } = sent
  if (!dialog) return
  if (response.toTag !== dialog.peer.tag) hangUpFork(edge, sent, dialog, response)
  else if (dialog.sentAck?.cseq === request.cseq) request.hop.send(dialog.sentAck.text)
}
