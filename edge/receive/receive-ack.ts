import type { EdgeContext } from '../app/edge-context.ts'
import { stopAwaitingAck } from '../dialog/invite-state.ts'
import type { Hop } from '../hop.ts'
import type { Request } from '../message/message.ts'
import { forwardsAck } from '../proxy/proxy.ts'
import { stepInviteServer } from '../transaction/invite-server.ts'

/** The ACK of a refusal ends with its transaction; the ACK of a 2xx is the application's. */
export function receiveAck(edge: EdgeContext, ack: Request, hop: Hop): void {
  const invite = edge.transactions.inviteOf(ack)
  if (invite && invite.state !== 'accepted') stepInviteServer(invite, { type: 'ack' })
  else receiveAckOf2xx(edge, ack, hop)
}

function receiveAckOf2xx(edge: EdgeContext, ack: Request, hop: Hop): void {
  const dialog = edge.dialogs.match(ack.callId, ack.toTag ?? '', ack.fromTag)
  const awaitedAck = dialog?.awaitedAck
  if (!dialog || awaitedAck?.cseq !== ack.cseq) {
    if (dialog || !forwardsAck(edge, ack)) edge.counters.count('dropped', 'stray ACK')
    return
  }
  stopAwaitingAck(dialog)
  edge.guard.onCallEstablished(ack, hop)
  const { transactionId } = awaitedAck
  dialog.app.ack(ack.text, hop, { transactionId, dialogId: dialog.id })
}
