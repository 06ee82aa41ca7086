import { calledDialog } from './called-dialog.ts'
import type { Dialog } from './dialog.ts'
import { sawRequest } from './offer.ts'
import { serve } from './serve.ts'
import { respondPlainly, type Served } from './served.ts'
import type { App } from '../app/app.ts'
import type { Request } from '../message/message.ts'
import type { Switchboard } from '../switchboard.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'

/** Gives a request that is in no dialog to the application; an INVITE gets its 100 and makes one. */
export function giveNew(
  board: Switchboard,
  app: App,
  request: Request,
  transaction: ServerTransaction,
  toTag: string,
): void {
  const { id, hop } = transaction
  let dialog: Dialog | undefined
  if (request.method === 'INVITE') {
    respondPlainly(request, transaction, 100, 'Trying')
    board.records.attempt('network', request.text)
    dialog = calledDialog(app, request, hop, toTag, 'early')
    board.dialogs.add(dialog)
    board.overload.gave(id)
  }
  const served: Served = { request, transaction, id, app, dialog, toTag }
  if (dialog) {
    dialog.pendingInvite = served
    sawRequest(dialog, 'them', 'INVITE', request)
  }
  serve(board, served, true)
}
