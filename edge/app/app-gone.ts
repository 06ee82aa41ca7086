import type { App } from './app.ts'
import { hangUp } from '../dialog/hang-up.ts'
import { endInvite, forget, respondPlainly } from '../dialog/served.ts'
import type { Switchboard } from '../switchboard.ts'
import { acknowledge, sendCancel } from '../dialog/uac-response.ts'

/** An application's connection is gone and so is all it knew: nobody shall be left in silence because of that. */
export function releaseApp(board: Switchboard, app: App): void {
  board.apps.remove(app)
  for (const served of [...board.served.values()]) {
    if (served.app !== app) continue
    const { request, transaction, toTag } = served
    if (request.method === 'INVITE') endInvite(board, served, 503, 'Service Unavailable')
    else {
      forget(board, served)
      respondPlainly(request, transaction, 503, 'Service Unavailable', toTag)
    }
  }
  forsake(board, app)
  for (const dialog of board.dialogs.of(app)) {
    if (dialog.phase === 'confirmed')
      hangUp(
        board,
        dialog,
        'SIP ;cause=503 ;text="Application gone"',
        'system-initiated-termination',
      )
    else board.dialogs.remove(dialog)
  }
}

/** Nobody waits any more for what was sent: calls that ring are cancelled, and 2xx that nobody acknowledges are. */
export function forsake(board: Switchboard, app: App): void {
  for (const sent of board.sent.values()) {
    if (sent.app !== app || !sent.invite) continue
    sent.isForsaken = true
    if (sent.dialog?.phase === 'confirmed') continue
    sent.cancel ??= { headers: [], isSent: false }
    if (sent.invite.transaction?.state === 'proceeding') sendCancel(board, sent)
  }
  for (const dialog of board.dialogs.of(app)) acknowledge(board, dialog)
}
