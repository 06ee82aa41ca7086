import type { Request } from '../message/message.ts'
import { respondPlainly } from '../transaction/respond.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'
import type { Application } from './application.ts'
import { giveToApplication } from './await-application.ts'
import { calledDialog } from './create-dialog.ts'
import type { DialogServices } from './dialog-services.ts'
import type { Dialog, IncomingRequest } from './dialog.ts'
import { openTheirInvite } from './invite-state.ts'
import { noteOffer } from './offer.ts'

/** Gives a request that is in no dialog to the application; an INVITE gets its 100 and makes one. */
export function deliverInitial(
  edge: DialogServices,
  app: Application,
  request: Request,
  transaction: ServerTransaction,
  toTag: string,
): void {
  const { id, hop } = transaction
  let dialog: Dialog | undefined
  if (request.method === 'INVITE') {
    respondPlainly(request, transaction, 100, 'Trying')
    edge.records.attempt('network', request.text)
    dialog = calledDialog(app, request, hop, toTag, 'early')
    edge.dialogs.add(dialog)
    edge.overload.callGiven(id)
  }
  const incoming: IncomingRequest = { request, transaction, id, app, dialog, toTag }
  if (dialog) {
    openTheirInvite(dialog, incoming)
    noteOffer(dialog, 'them', 'INVITE', request)
  }
  giveToApplication(edge, incoming, true)
}
