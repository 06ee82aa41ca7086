import type { ClientUser } from '../transaction/client-end.ts'
import { fromNetwork, madeUp } from '../app/app-frame.ts'
import { hangUpFork, hearResponse } from './forks.ts'
import { hangUp, nobody } from './hang-up.ts'
import { inDialogRequest } from './in-dialog-request.ts'
import { stepInviteClient } from '../transaction/invite-client.ts'
import { isFirstHeard } from './prack.ts'
import { refreshTarget } from './far-end.ts'
import type { Response } from '../message/message.ts'
import { hasSdp, sawResponse } from './offer.ts'
import { beSubscribed, settleSubscription, subscribes } from './uac-subscription.ts'
import { acceptedTerms, wantedIn } from './session-terms.ts'
import { keepAlive, rememberSdp } from './session-timer.ts'
import { withLongerInterval } from './asked-session.ts'
import type { Dialog } from './dialog.ts'
import { cancelOf, isNewCall, madeUpResponse } from '../message/outgoing-request.ts'
import type { Sent } from './sent.ts'
import type { Switchboard } from '../switchboard.ts'

/** Leads the responses to an application's request back to it. */
export function userOf(board: Switchboard, sent: Sent): ClientUser {
  const { app, id, request, dialog } = sent
  return {
    onResponse: (response) => {
      if (request.method === 'INVITE') receiveInviteResponse(board, sent, response)
      else if (response.status > 100) receiveOther(board, sent, response)
    },
    onFailure: (status) => {
      const text = madeUpResponse(request, status)
      settle(board, sent, status)
      if (isNewCall(request)) board.records.stop('application', 'call-rejected', text)
      app.send(madeUp(text, id, dialog?.id ?? ''))
      endIfLost(board, sent, status)
    },
    onEnd: () => {
      // No 2xx can come again: the ACK has no use any more, and a PRACK is for nothing.
      if (dialog?.ack?.cseq === request.cseq) dialog.ack = undefined
      if (request.method === 'INVITE' && dialog) dialog.prackDue = undefined
    },
    isOver: () => sent.cancel !== undefined,
  }
}

/** Sends the CANCEL that the application asked for, once. */
export function sendCancel(board: Switchboard, sent: Sent): void {
  const { cancel, invite, request } = sent
  if (!cancel || cancel.isSent || !invite?.transaction) return
  cancel.isSent = true
  board.transactions.startOther(cancelOf(request, cancel.headers), nobody)
  stepInviteClient(invite.transaction, { type: 'cancelled' })
}

function receiveInviteResponse(board: Switchboard, sent: Sent, response: Response): void {
  const { status } = response
  if (!board.sent.has(sent.id)) {
    receiveRepeated2xx(board, sent, response)
    return
  }
  if (status < 200) sendCancel(board, sent)
  // The far end's 100 means nothing to an application.
  if (status === 100) return
  if (sent.dialog && status < 300) {
    const far = hearResponse(sent.dialog, sent, response)
    if (status < 200 && !isFirstHeard(sent.dialog, far, response)) return
    if (status >= 200) agree(board, sent, sent.dialog, response)
  }
  if (sent.dialog) sawAnswer(sent.dialog, response)
  if (!asksLonger(board, sent, response)) passOn(board, sent, response)
}

const sawAnswer = (dialog: Dialog, response: Response): void =>
  sawResponse(dialog, 'us', { ...response, isAnswer: hasSdp(response) })

function receiveOther(board: Switchboard, sent: Sent, response: Response): void {
  const { dialog } = sent
  if (response.status >= 200 && response.status < 300 && dialog) {
    refreshTarget(dialog.far, response)
    if (response.method === 'UPDATE' && dialog.phase === 'confirmed')
      agree(board, sent, dialog, response)
    if (subscribes(sent)) beSubscribed(board, sent, dialog, response)
  }
  if (dialog) sawAnswer(dialog, response)
  if (!asksLonger(board, sent, response)) passOn(board, sent, response)
}

/** A 2xx to INVITE or UPDATE says how the session is kept alive, and that what we said of our sound holds. */
function agree(board: Switchboard, sent: Sent, dialog: Dialog, response: Response): void {
  const { text } = sent.request
  rememberSdp(dialog, text.slice(text.indexOf('\r\n\r\n') + 4))
  const seconds = sent.asks ?? wantedIn(response)?.seconds
  keepAlive(board, dialog, seconds === undefined ? undefined : acceptedTerms(response, seconds))
}

/** The far end wants a longer interval: it is asked again, and the application hears of the outcome only. */
function asksLonger(board: Switchboard, sent: Sent, response: Response): boolean {
  const request = withLongerInterval(sent, response)
  if (!request) return false
  sent.request = request
  const user = userOf(board, sent)
  if (request.method === 'INVITE') sent.invite = board.transactions.startInvite(request, user)
  else board.transactions.startOther(request, user)
  return true
}

function passOn(board: Switchboard, sent: Sent, response: Response): void {
  const { app, id, request, dialog } = sent
  if (response.status >= 200) settle(board, sent, response.status)
  if (isNewCall(request) && response.status >= 200) recordEnd(board, response)
  if (dialog && sent.isForsaken) {
    acknowledge(board, dialog)
    return
  }
  app.send(fromNetwork(response.text, request.hop, id, dialog?.id ?? ''))
  endIfLost(board, sent, response.status)
}

/** Requests whose 481 or 408 speaks of their own usage or transaction alone, RFC 5057 section 5.1. */
const ofTheirOwn = new Set(['BYE', 'PRACK', 'SUBSCRIBE', 'NOTIFY', 'REFER'])

/** The far end knows the call no more, or is gone: RFC 3261 section 12.2.1.2. */
function endIfLost(board: Switchboard, { request, dialog }: Sent, status: number): void {
  const isLost = (status === 481 || status === 408) && !ofTheirOwn.has(request.method)
  if (!isLost || dialog?.phase !== 'confirmed') return
  const reason = `SIP ;cause=${status} ;text="The far end is lost"`
  hangUp(board, dialog, reason, 'system-error-initiated-termination')
}

/** What the CDRs say of an INVITE's final response. */
function recordEnd({ records }: Switchboard, { status, text }: Response): void {
  if (status < 300) records.start('network', 'uac', text)
  else records.stop('network', status === 487 ? 'call-canceled' : 'call-rejected', text)
}

/** A final response, received or made up: what it ends. */
function settle(board: Switchboard, sent: Sent, status: number): void {
  const { id, request, dialog } = sent
  board.sent.delete(id)
  if (!dialog) return
  settleSubscription(board, sent, dialog, status)
  sawResponse(dialog, 'us', { method: request.method, status, isAnswer: false })
  // A challenged BYE will be sent again with credentials.
  if (request.method === 'BYE' && status !== 401 && status !== 407) board.dialogs.endCall(dialog)
  if (request.method !== 'INVITE') return
  dialog.pendingInvite = undefined
  if (dialog.phase === 'early') board.dialogs.endCall(dialog)
}

/**
 * The ACK of a 2xx whose application is gone. A call that this 2xx began ends with it, since nobody knows of it; an
 * offer inside a dialog was answered, and the dialog goes on.
 */
export function acknowledge(board: Switchboard, dialog: Dialog): void {
  const cseq = dialog.ackDue
  if (cseq === undefined) return
  const ack = inDialogRequest(board, dialog, { method: 'ACK', headers: [], body: '', cseq })
  if ('noHop' in ack) return
  dialog.ackDue = undefined
  dialog.ack = { cseq, text: ack.text }
  ack.hop.send(ack.text)
  if (dialog.isNew) hangUp(board, dialog, 'SIP ;cause=487 ;text="Application gone"')
}

/** A 2xx that comes again is acknowledged again; one of another fork is acknowledged and hung up. */
function receiveRepeated2xx(board: Switchboard, sent: Sent, response: Response): void {
  const { dialog, request } = sent
  if (!dialog) return
  if (response.toTag !== dialog.far.tag) hangUpFork(board, sent, dialog, response)
  else if (dialog.ack?.cseq === request.cseq) request.hop.send(dialog.ack.text)
}
