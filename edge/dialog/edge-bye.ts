import { ignoreOutcome } from '../transaction/client-end.ts'
import type { CallEndReason } from './application.ts'
import type { DialogServices } from './dialog-services.ts'
import type { Dialog } from './dialog.ts'
import { inDialogRequest } from './in-dialog-request.ts'

/**
 * The edge itself ends a dialog: BYE to the far end, and the application is shown that BYE. `end`: how the call's CDR
 * names it; a dialog that never was a call has none.
 */
export function sendEdgeBye(
  edge: DialogServices,
  dialog: Dialog,
  reason: string,
  end?: CallEndReason,
): void {
  edge.dialogs.endCall(dialog)
  const headers = [{ name: 'Reason', key: 'reason', value: reason }]
  const bye = inDialogRequest(edge, dialog, { method: 'BYE', headers, body: '' })
  if ('noHop' in bye) return
  edge.transactions.startOther(bye, ignoreOutcome)
  edge.log({ dialog: dialog.id, reason }, 'the edge hung up')
  if (end) edge.records.stop('application', end, bye.text)
  dialog.app.unsolicited(bye.text, bye.hop, dialog.id)
}
