/*
 * Client transaction of every other method, RFC 3261 figure 6.
 *
 *                    | request goes out
 *                    v
 *   timer E     +---------+  timer F, hop lost
 *   -> request  | trying  |------------------------> terminated (user hears of it)
 *               +---------+                             ^
 *                 | 1xx  \  200-699 as below            | timer F, hop lost
 *                 v                                     |
 *   timer E     +------------+--------------------------+
 *   -> request  | proceeding |
 *               +------------+
 *                    | 200-699
 *                    v
 *               +-----------+
 *               | completed |-- timer K (at once on a connection) --> terminated
 *               +-----------+
 */
import { type Hop, isReliable } from '../hop.ts'
import type { Response } from '../message/message.ts'
import { type ClientUser, endClient, failClient } from './client-end.ts'
import { limitOf, type RetransmitTimers, stopTimers, type Timing } from './sip-timers.ts'

type NonInviteClientState = 'trying' | 'proceeding' | 'completed' | 'terminated'

type NonInviteClientEvent =
  | { readonly type: 'timerE' | 'timerF' | 'timerK' | 'hopLost' }
  | { readonly type: 'response'; readonly response: Response }

export type NonInviteClient = RetransmitTimers & {
  readonly kind: 'non-invite'
  state: NonInviteClientState
  readonly hop: Hop
  readonly request: string
  readonly timing: Timing
  readonly user: ClientUser
  stopListening: () => void
}

/** Sends the request. */
export function startNonInviteClient(
  request: string,
  hop: Hop,
  timing: Timing,
  user: ClientUser,
): NonInviteClient {
  const interval = timing.timers.t1
  const transaction: NonInviteClient = {
    kind: 'non-invite',
    state: 'trying',
    hop,
    request,
    timing,
    user,
    interval,
    stopListening: () => undefined,
  }
  const lost = () => stepNonInviteClient(transaction, { type: 'hopLost' })
  transaction.stopListening = hop.onGone(lost)
  startLimit(transaction, limitOf(timing.timers), 'timerF')
  if (!isReliable(hop)) repeatLater(transaction)
  hop.send(request, lost)
  return transaction
}

export function stepNonInviteClient(
  transaction: NonInviteClient,
  event: NonInviteClientEvent,
): void {
  whileIn[transaction.state](transaction, event)
}

const whileIn: Record<
  NonInviteClientState,
  (transaction: NonInviteClient, event: NonInviteClientEvent) => void
> = {
  trying(transaction, event) {
    switch (event.type) {
      case 'response':
        transaction.state = 'proceeding'
        if (event.response.status >= 200) complete(transaction)
        else transaction.interval = transaction.timing.timers.t2
        transaction.user.onResponse(event.response)
        break
      case 'timerE':
        transaction.hop.send(transaction.request)
        repeatLater(transaction)
        break
      case 'timerF':
        failClient(transaction, 408)
        break
      case 'hopLost':
        failClient(transaction, 503)
    }
  },

  proceeding(transaction, event) {
    whileIn.trying(transaction, event)
  },

  completed(transaction, event) {
    if (event.type === 'timerK') endClient(transaction)
  },

  terminated: () => undefined,
}

function complete(transaction: NonInviteClient): void {
  stopTimers(transaction)
  transaction.stopListening()
  transaction.state = 'completed'
  startLimit(transaction, isReliable(transaction.hop) ? 0 : transaction.timing.timers.t4, 'timerK')
}

/** Timer E: T1, doubled up to T2. */
function repeatLater(transaction: NonInviteClient): void {
  const { clock, timers } = transaction.timing
  const fire = () => stepNonInviteClient(transaction, { type: 'timerE' })
  transaction.repeat = clock.after(transaction.interval, fire)
  transaction.interval = Math.min(transaction.interval * 2, timers.t2)
}

function startLimit(transaction: NonInviteClient, ms: number, type: 'timerF' | 'timerK'): void {
  const fire = () => stepNonInviteClient(transaction, { type })
  transaction.limit = transaction.timing.clock.after(ms, fire)
}
