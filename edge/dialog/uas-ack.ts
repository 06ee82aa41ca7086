import { fromNetwork } from '../app/app-frame.ts'
import type { Hop } from '../transport/hop.ts'
import { stepInviteServer } from '../transaction/invite-server.ts'
import type { Request } from '../message/message.ts'
import { forwardsAck } from '../proxy/proxy.ts'
import { drop, type Switchboard } from '../switchboard.ts'

/** The ACK of a refusal ends with its transaction; the ACK of a 2xx is the application's. */
export function receiveAck(board: Switchboard, ack: Request, hop: Hop): void {
  const invite = board.transactions.inviteOf(ack)
  if (invite && invite.state !== 'accepted') stepInviteServer(invite, { type: 'ack' })
  else receiveAckOf2xx(board, ack, hop)
}

function receiveAckOf2xx(board: Switchboard, ack: Request, hop: Hop): void {
  const dialog = board.dialogs.match(ack.callId, ack.toTag ?? '', ack.fromTag)
  const answer = dialog?.answer
  if (!dialog || answer?.cseq !== ack.cseq) {
    if (dialog || !forwardsAck(board, ack)) drop(board, 'stray ACK')
    return
  }
  answer.stop()
  dialog.answer = undefined
  board.guard.sawCall(ack, hop)
  dialog.app.send(fromNetwork(ack.text, hop, answer.transactionId, dialog.id))
}
