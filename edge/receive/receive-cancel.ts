import type { EdgeContext } from '../app/edge-context.ts'
import type { SipRefusal } from '../dialog/glare.ts'
import { endInvite } from '../dialog/incoming-request.ts'
import { unknownDialog } from '../dialog/uas-in-dialog.ts'
import type { Request } from '../message/message.ts'
import { makeToken } from '../message/token.ts'
import { respondPlainly } from '../transaction/respond.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'

/** Server-side CANCEL, RFC 3261 section 9.2: answered at once, and the INVITE with 487 unless it has its final. */
export function receiveCancel(
  edge: EdgeContext,
  cancel: Request,
  transaction: ServerTransaction,
): void {
  const invite = edge.transactions.inviteOf(cancel)
  const incoming = invite && edge.incoming.get(invite.id)
  const refusal: SipRefusal = invite ? [200, 'OK'] : unknownDialog
  respondPlainly(cancel, transaction, ...refusal, incoming?.toTag ?? makeToken(13))
  if (invite) edge.proxied.get(invite.id)?.cancel()
  if (!incoming) return
  edge.records.stop('network', 'call-canceled', cancel.text)
  endInvite(edge, incoming, 487, 'Request Terminated')
  const { app, dialog, id } = incoming
  app.cancel(cancel.text, transaction.hop, { transactionId: id, dialogId: dialog?.id ?? '' })
}
