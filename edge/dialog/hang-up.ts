import type { CallEnd } from '../app/call-records.ts'
import { unsolicited } from '../app/app-frame.ts'
import type { Dialog } from './dialog.ts'
import { inDialogRequest } from './in-dialog-request.ts'
import type { ClientUser } from '../transaction/client-end.ts'
import type { Switchboard } from '../switchboard.ts'

/** For requests of the edge's own, whose outcome changes nothing. */
export const nobody: ClientUser = {
  onResponse: () => undefined,
  onFailure: () => undefined,
  onEnd: () => undefined,
}

/**
 * The edge itself ends a dialog: BYE to the far end, and the application is shown that BYE. `end`: how the call's CDR
 * names it; a dialog that never was a call has none.
 */
export function hangUp(board: Switchboard, dialog: Dialog, reason: string, end?: CallEnd): void {
  board.dialogs.endCall(dialog)
  const headers = [{ name: 'Reason', key: 'reason', value: reason }]
  const bye = inDialogRequest(board, dialog, { method: 'BYE', headers, body: '' })
  if ('noHop' in bye) return
  board.transactions.startOther(bye, nobody)
  board.log({ dialog: dialog.id, reason }, 'the edge hung up')
  if (end) board.records.stop('application', end, bye.text)
  dialog.app.send(unsolicited(bye.text, bye.hop, dialog.id))
}
