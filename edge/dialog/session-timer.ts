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
import type { Dialog } from './dialog.ts'
import { hangUp, nobody } from './hang-up.ts'
import { refreshTarget } from './far-end.ts'
import { inDialogRequest } from './in-dialog-request.ts'
import {
  acceptedTerms,
  leastIn,
  offeredHeaders,
  refusesUpdate,
  type SessionTerms,
} from './session-terms.ts'
import type { Response } from '../message/message.ts'
import type { OutgoingRequest } from '../message/outgoing-request.ts'
import type { Switchboard } from '../switchboard.ts'
import { isBrowser } from '../transport/hop.ts'

export type SessionTimer = {
  readonly terms: SessionTerms
  /** On the edge's clock, ms. */
  readonly endsAt: number
  stop(): void
}

/** A bye leaves shortly before the end, RFC 4028 section 10. */
const MARGIN_MS = 32_000
/** Two offers crossed: ours is made again, RFC 3261 section 14.1. */
const GLARE_MS = 3000

/** The connection of a browser is watched by itself, and its phone takes a re-INVITE for a change. */
export const isWatched = ({ far }: Dialog): boolean => isBrowser(far.hop)

/** A 2xx has passed: the session is fresh. */
export function keepAlive(board: Switchboard, dialog: Dialog, terms: SessionTerms | undefined) {
  dialog.session?.stop()
  dialog.session = undefined
  // An application that is gone has let go of the dialog already.
  if (!terms || terms.seconds <= 0 || board.dialogs.byId(dialog.id) !== dialog) return
  const { clock } = board.timing
  const ms = terms.seconds * 1000
  const lastsMs = ms - Math.min(MARGIN_MS, ms / 3)
  const timer = clock.after(terms.weRefresh ? ms / 2 : lastsMs, () => {
    if (terms.weRefresh) refresh(board, dialog)
    else expire(board, dialog)
  })
  dialog.session = { terms, endsAt: clock.now() + lastsMs, stop: () => timer.cancel() }
}

/** What was last said of our own sound: a re-INVITE repeats it. Not kept where an UPDATE does. */
export function rememberSdp(dialog: Dialog, body: string): void {
  if (dialog.far.takesUpdate || isWatched(dialog)) dialog.localSdp = undefined
  // A copy: a slice would keep the whole chunk alive in which it came.
  else if (body.startsWith('v=0')) dialog.localSdp = Buffer.from(body, 'latin1').toString('latin1')
}

function expire(board: Switchboard, dialog: Dialog): void {
  hangUp(board, dialog, 'SIP ;cause=408 ;text="Session timer expired"', 'session-expired')
}

/** Tries again within the interval, or ends what is over. */
function tryLater(board: Switchboard, dialog: Dialog, session: SessionTimer, ms: number): void {
  const { clock } = board.timing
  const leftMs = session.endsAt - clock.now()
  const timer = clock.after(Math.max(0, Math.min(ms, leftMs)), () => {
    if (leftMs <= ms) expire(board, dialog)
    else refresh(board, dialog)
  })
  dialog.session = { ...session, stop: () => timer.cancel() }
}

function refresh(board: Switchboard, dialog: Dialog): void {
  const { session, localSdp = '' } = dialog
  if (!session) return
  const method = dialog.far.takesUpdate || !localSdp ? 'UPDATE' : 'INVITE'
  if (method === 'INVITE' && dialog.pendingInvite) {
    tryLater(board, dialog, session, GLARE_MS)
    return
  }
  const body = method === 'INVITE' ? localSdp : ''
  const headers = offeredHeaders([], session.terms, board.sessions)
  const request = inDialogRequest(board, dialog, { method, headers, body })
  if ('noHop' in request) expire(board, dialog)
  else send(board, dialog, session, request)
}

function send(board: Switchboard, dialog: Dialog, session: SessionTimer, request: OutgoingRequest) {
  const { method, cseq } = request
  const isInvite = method === 'INVITE'
  const finish = () => {
    if (isInvite) dialog.pendingInvite = undefined
  }
  if (isInvite) dialog.pendingInvite = 'out'
  const user = {
    ...nobody,
    onResponse: (response: Response) => {
      const { status } = response
      if (status < 200) return
      if (isInvite && status < 300) acknowledge(board, dialog, cseq)
      // A 2xx that comes again, or one of a dialog that is over.
      if (dialog.session !== session) return
      finish()
      judge(board, dialog, session, response)
    },
    onFailure: () => {
      finish()
      if (dialog.session === session) expire(board, dialog)
    },
  }
  if (isInvite) board.transactions.startInvite(request, user)
  else board.transactions.startOther(request, user)
}

/** The same ACK again for a 2xx that comes again. */
function acknowledge(board: Switchboard, dialog: Dialog, cseq: number): void {
  const ack = inDialogRequest(board, dialog, { method: 'ACK', headers: [], body: '', cseq })
  if (!('noHop' in ack)) ack.hop.send(ack.text)
}

function judge(board: Switchboard, dialog: Dialog, session: SessionTimer, response: Response) {
  const { status } = response
  const { terms } = session
  if (refusesUpdate(response)) dialog.far.takesUpdate = false
  if (status < 300) {
    refreshTarget(dialog.far, response)
    keepAlive(board, dialog, acceptedTerms(response, terms.seconds))
  } else if (status === 408 || status === 481) expire(board, dialog)
  else if (status === 491) tryLater(board, dialog, session, GLARE_MS)
  else if (status === 422 && (leastIn(response) ?? 0) > terms.seconds) {
    keepAlive(board, dialog, { ...terms, seconds: leastIn(response) ?? terms.seconds })
    refresh(board, dialog)
  }
  // Somebody answered, though not as asked.
  else if (!terms.isAgreed) keepAlive(board, dialog, terms)
  else tryLater(board, dialog, session, (terms.seconds * 1000) / 8)
}
