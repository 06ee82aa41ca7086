/*
 * Server transaction of every other method, RFC 3261 figure 8.
 *
 *               request
 *                  v
 *            +----------+  1xx   +------------+  request
 *            |  trying  |------->| proceeding |  -> last
 *            +----------+        +------------+
 *              |  200-699             | 200-699
 *              v                      v
 *            +--------------------------+  request
 *            |        completed         |  -> last
 *            +--------------------------+
 *                         | timer J (at once on a connection)
 *                         v
 *                    terminated
 *
 * RFC 3261 leaves an unanswered transaction to its user; here it ends after 64*T1, when no client waits any more.
 */
import { type Hop, isReliable } from '../hop.ts'
import { limitOf, type RetransmitTimers, stopTimers, type Timing } from './sip-timers.ts'

type NonInviteServerState = 'trying' | 'proceeding' | 'completed' | 'terminated'

type NonInviteServerEvent =
  | { readonly type: 'request' | 'timerJ' | 'unanswered' }
  | { readonly type: 'respond'; readonly status: number; readonly text: string }

export type NonInviteServer = RetransmitTimers & {
  readonly kind: 'non-invite'
  /** What the application calls the transaction. */
  readonly id: string
  state: NonInviteServerState
  readonly hop: Hop
  last: string
  readonly timing: Timing
  readonly onEnd: () => void
}

export function createNonInviteServer(
  id: string,
  hop: Hop,
  timing: Timing,
  onEnd: () => void,
): NonInviteServer {
  const transaction: NonInviteServer = {
    kind: 'non-invite',
    id,
    state: 'trying',
    hop,
    last: '',
    timing,
    onEnd,
    interval: 0,
  }
  startLimit(transaction, 'unanswered')
  return transaction
}

export function stepNonInviteServer(
  transaction: NonInviteServer,
  event: NonInviteServerEvent,
): void {
  whileIn[transaction.state](transaction, event)
}

const whileIn: Record<
  NonInviteServerState,
  (transaction: NonInviteServer, event: NonInviteServerEvent) => void
> = {
  trying(transaction, event) {
    if (event.type === 'respond') respond(transaction, event.status, event.text)
    else if (event.type === 'unanswered') terminate(transaction)
  },

  proceeding(transaction, event) {
    if (event.type === 'request') transaction.hop.send(transaction.last)
    else whileIn.trying(transaction, event)
  },

  completed(transaction, event) {
    if (event.type === 'request') transaction.hop.send(transaction.last)
    else if (event.type === 'timerJ') terminate(transaction)
  },

  terminated: () => undefined,
}

function respond(transaction: NonInviteServer, status: number, text: string): void {
  transaction.last = text
  transaction.hop.send(text)
  if (status < 200) {
    transaction.state = 'proceeding'
    return
  }
  stopTimers(transaction)
  transaction.state = 'completed'
  if (isReliable(transaction.hop)) terminate(transaction)
  else startLimit(transaction, 'timerJ')
}

function startLimit(transaction: NonInviteServer, type: 'timerJ' | 'unanswered'): void {
  const { clock, timers } = transaction.timing
  transaction.limit = clock.after(limitOf(timers), () => stepNonInviteServer(transaction, { type }))
}

function terminate(transaction: NonInviteServer): void {
  stopTimers(transaction)
  transaction.state = 'terminated'
  transaction.onEnd()
}
