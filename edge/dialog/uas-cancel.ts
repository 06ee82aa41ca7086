import { fromNetwork } from '../app/app-frame.ts'
import type { Request } from '../message/message.ts'
import { endInvite, respondPlainly } from './served.ts'
import type { Switchboard } from '../switchboard.ts'
import { makeToken } from '../message/token.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'
import { unknownDialog, type Refusal } from './uas-in-dialog.ts'

/** Server-side CANCEL, RFC 3261 section 9.2: answered at once, and the INVITE with 487 unless it has its final. */
export function receiveCancel(
  board: Switchboard,
  cancel: Request,
  transaction: ServerTransaction,
): void {
  const invite = board.transactions.inviteOf(cancel)
  const served = invite && board.served.get(invite.id)
  const refusal: Refusal = invite ? [200, 'OK'] : unknownDialog
  respondPlainly(cancel, transaction, ...refusal, served?.toTag ?? makeToken(13))
  if (invite) board.proxied.get(invite.id)?.cancel()
  if (!served) return
  board.records.stop('network', 'call-canceled', cancel.text)
  endInvite(board, served, 487, 'Request Terminated')
  const { app, dialog, id } = served
  app.send(fromNetwork(cancel.text, transaction.hop, id, dialog?.id ?? ''))
}
