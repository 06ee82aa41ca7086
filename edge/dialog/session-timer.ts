/*
 * A session that nobody refreshes is over, RFC 4028: a far end that vanished without BYE is noticed.
 *
 *             2xx to INVITE or UPDATE
 *                  v
 *             +---------+   half the interval    +------------+  no answer, 408, 481
 *   we        | running |----------------------->| refreshing |------------------------> BYE
 *   refresh   +---------+   UPDATE or re-INVITE  +------------+
 *                  ^            any answer, if the far end keeps no timer;
 *                  +------------ else a 2xx, before the interval is over
 *
 *   they refresh: running --- shortly before the interval is over ---> BYE
 */
import { isBrowser } from '../hop.ts'
import type { Response } from '../message/message.ts'
import type { OutgoingRequest } from '../message/outgoing-request.ts'
import { ignoreOutcome } from '../transaction/client-end.ts'
import type { DialogServices } from './dialog-services.ts'
import type { Dialog, SessionTimer, Writing } from './dialog.ts'
import { sendEdgeBye } from './edge-bye.ts'
import { inDialogRequest } from './in-dialog-request.ts'
import { closeInvite, openOurInvite } from './invite-state.ts'
import { refreshTarget, refusedUpdate } from './remote-peer.ts'
import {
  acceptedTerms,
  minSeOf,
  offeredHeaders,
  refusesUpdate,
  type SessionTerms,
} from './session-terms.ts'

/** A bye leaves shortly before the end, RFC 4028 section 10. */
const marginMs = 32_000
/** Two offers crossed: ours is made again, RFC 3261 section 14.1. */
const glareMs = 3000

/** The connection of a browser is watched by itself, and its phone takes a re-INVITE for a change. */
export const isWatched = ({ peer }: Dialog): boolean => isBrowser(peer.hop)

/** A 2xx has passed: the session is fresh. */
export function keepAlive(
  edge: DialogServices,
  dialog: Writing<'session'>,
  terms: SessionTerms | undefined,
) {
  stopTimer(dialog)
  // An application that is gone has let go of the dialog already.
  if (!terms || terms.seconds <= 0 || edge.dialogs.byId(dialog.id) !== dialog) return
  const { clock } = edge.timing
  const ms = terms.seconds * 1000
  const lastsMs = ms - Math.min(marginMs, ms / 3)
  const timer = clock.after(terms.weRefresh ? ms / 2 : lastsMs, () => {
    if (terms.weRefresh) refresh(edge, dialog)
    else expire(edge, dialog)
  })
  dialog.session = { terms, endsAt: clock.now() + lastsMs, stop: () => timer.cancel() }
}

/** What was last said of our own sound: a re-INVITE repeats it. Not kept where an UPDATE does. */
export function rememberSdp(dialog: Writing<'localSdp'>, body: string): void {
  if (dialog.peer.takesUpdate || isWatched(dialog)) dialog.localSdp = undefined
  // A copy: a slice would keep the whole chunk alive in which it came.
  else if (body.startsWith('v=0')) dialog.localSdp = Buffer.from(body, 'latin1').toString('latin1')
}

/** The call is over. */
export function endSession(dialog: Writing<'session' | 'localSdp'>): void {
  stopTimer(dialog)
  dialog.localSdp = undefined
}

function stopTimer(dialog: Writing<'session'>): void {
  dialog.session?.stop()
  dialog.session = undefined
}

function expire(edge: DialogServices, dialog: Dialog): void {
  sendEdgeBye(edge, dialog, 'SIP ;cause=408 ;text="Session timer expired"', 'session-expired')
}

/** Tries again within the interval, or ends what is over. */
function tryLater(
  edge: DialogServices,
  dialog: Writing<'session'>,
  session: SessionTimer,
  ms: number,
): void {
  const { clock } = edge.timing
  const leftMs = session.endsAt - clock.now()
  const timer = clock.after(Math.max(0, Math.min(ms, leftMs)), () => {
    if (leftMs <= ms) expire(edge, dialog)
    else refresh(edge, dialog)
  })
  dialog.session = { ...session, stop: () => timer.cancel() }
}

function refresh(edge: DialogServices, dialog: Dialog): void {
  const { session, localSdp = '' } = dialog
  if (!session) return
  const method = dialog.peer.takesUpdate || !localSdp ? 'UPDATE' : 'INVITE'
  if (method === 'INVITE' && dialog.invite.is !== 'none') {
    tryLater(edge, dialog, session, glareMs)
    return
  }
  const body = method === 'INVITE' ? localSdp : ''
  const headers = offeredHeaders([], session.terms, edge.sessions)
  const request = inDialogRequest(edge, dialog, { method, headers, body })
  if ('noHop' in request) expire(edge, dialog)
  else send(edge, dialog, session, request)
}

function send(
  edge: DialogServices,
  dialog: Dialog,
  session: SessionTimer,
  request: OutgoingRequest,
) {
  const { method, cseq } = request
  const isInvite = method === 'INVITE'
  const finish = () => {
    if (isInvite) closeInvite(dialog)
  }
  if (isInvite) openOurInvite(dialog)
  const user = {
    ...ignoreOutcome,
    onResponse: (response: Response) => {
      const { status } = response
      if (status < 200) return
      if (isInvite && status < 300) acknowledge(edge, dialog, cseq)
      // A 2xx that comes again, or one of a dialog that is over.
      if (dialog.session !== session) return
      finish()
      judge(edge, dialog, session, response)
    },
    onFailure: () => {
      finish()
      if (dialog.session === session) expire(edge, dialog)
    },
  }
  if (isInvite) edge.transactions.startInvite(request, user)
  else edge.transactions.startOther(request, user)
}

/** The same ACK again for a 2xx that comes again. */
function acknowledge(edge: DialogServices, dialog: Dialog, cseq: number): void {
  const ack = inDialogRequest(edge, dialog, { method: 'ACK', headers: [], body: '', cseq })
  if (!('noHop' in ack)) ack.hop.send(ack.text)
}

function judge(edge: DialogServices, dialog: Dialog, session: SessionTimer, response: Response) {
  const { status } = response
  const { terms } = session
  if (refusesUpdate(response)) refusedUpdate(dialog.peer)
  if (status < 300) {
    refreshTarget(dialog.peer, response)
    keepAlive(edge, dialog, acceptedTerms(response, terms.seconds))
  } else if (status === 408 || status === 481) expire(edge, dialog)
  else if (status === 491) tryLater(edge, dialog, session, glareMs)
  else if (status === 422 && (minSeOf(response) ?? 0) > terms.seconds) {
    keepAlive(edge, dialog, { ...terms, seconds: minSeOf(response) ?? terms.seconds })
    refresh(edge, dialog)
  }
  // Somebody answered, though not as asked.
  else if (!terms.isAgreed) keepAlive(edge, dialog, terms)
  else tryLater(edge, dialog, session, (terms.seconds * 1000) / 8)
}
