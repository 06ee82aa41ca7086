import { sendEdgeBye } from '../dialog/edge-bye.ts'
import { endInvite, forget } from '../dialog/incoming-request.ts'
import { acknowledge, sendCancel } from '../dialog/uac-response.ts'
import { respondPlainly } from '../transaction/respond.ts'
import type { App } from './apps.ts'
import type { EdgeContext } from './edge-context.ts'

/** An application's connection is gone and so is all it knew: nobody shall be left in silence because of that. */
export function releaseApp(edge: EdgeContext, app: App): void {
  edge.apps.remove(app)
  for (const incoming of [...edge.incoming.values()]) {
    if (incoming.app !== app) continue
    const { request, transaction, toTag } = incoming
    if (request.method === 'INVITE') endInvite(edge, incoming, 503, 'Service Unavailable')
    else {
      forget(edge, incoming)
      respondPlainly(request, transaction, 503, 'Service Unavailable', toTag)
    }
  }
  orphanRequests(edge, app)
  for (const dialog of edge.dialogs.of(app)) {
    if (dialog.phase === 'confirmed')
      sendEdgeBye(
        edge,
        dialog,
        'SIP ;cause=503 ;text="Application gone"',
        'system-initiated-termination',
      )
    else edge.dialogs.remove(dialog)
  }
}

/** Nobody waits any more for what was sent: calls that ring are cancelled, and 2xx that nobody acknowledges are. */
export function orphanRequests(edge: EdgeContext, app: App): void {
  for (const sent of edge.outgoing.values()) {
    if (sent.app !== app || !sent.invite) continue
    sent.isOrphaned = true
    if (sent.dialog?.phase === 'confirmed') continue
    sent.cancel ??= { headers: [], isSent: false }
    if (sent.invite.transaction?.state === 'proceeding') sendCancel(edge, sent)
  }
  for (const dialog of edge.dialogs.of(app)) acknowledge(edge, dialog)
}
