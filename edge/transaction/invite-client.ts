/*
 * INVITE client transaction, RFC 3261 figure 5 as changed by RFC 6026 section 7.2.
 *
 *                    | INVITE goes out
 *                    v
 *   timer A     +---------+  timer B, hop lost
 *   -> INVITE   | calling |------------------------> terminated (user hears of it)
 *               +---------+                              ^
 *                 | 1xx  \  2xx, 300-699 as below        | hop lost
 *                 v                                      |
 *               +------------+---------------------------+
 *               | proceeding |
 *               +------------+
 *           |            |     (after a CANCEL timer B runs here too, RFC 3261 section 9.1)
 *       2xx |            | 300-699 -> ACK
 *           v            v
 *   +----------+     +-----------+  300-699
 *   | accepted |     | completed |  -> ACK
 *   +----------+     +-----------+
 *           | timer M     | timer D (at once on a connection)
 *           v             v
 *            terminated
 */
import { type Hop, isReliable } from '../hop.ts'
import type { Response } from '../message/message.ts'
import { type ClientUser, endClient, failClient } from './client-end.ts'
import { limitOf, type RetransmitTimers, stopTimers, type Timing } from './sip-timers.ts'

type InviteClientState = 'calling' | 'proceeding' | 'accepted' | 'completed' | 'terminated'

type InviteClientEvent =
  | { readonly type: 'timerA' | 'timerB' | 'timerD' | 'timerM' | 'hopLost' | 'cancelled' }
  | { readonly type: 'response'; readonly response: Response }

export type InviteClient = RetransmitTimers & {
  readonly kind: 'invite'
  state: InviteClientState
  readonly hop: Hop
  readonly request: string
  /** Makes the ACK to a final response that is no 2xx, RFC 3261 section 17.1.1.3. */
  readonly ackTo: (response: Response) => string
  readonly timing: Timing
  readonly user: ClientUser
  stopListening: () => void
}

/** Sends the INVITE. */
export function startInviteClient(
  request: string,
  hop: Hop,
  timing: Timing,
  ackTo: (response: Response) => string,
  user: ClientUser,
): InviteClient {
  const interval = timing.timers.t1
  const transaction: InviteClient = {
    kind: 'invite',
    state: 'calling',
    hop,
    request,
    ackTo,
    timing,
    user,
    interval,
    stopListening: () => undefined,
  }
  const lost = () => stepInviteClient(transaction, { type: 'hopLost' })
  transaction.stopListening = hop.onGone(lost)
  startLimit(transaction, limitOf(timing.timers), 'timerB')
  if (!isReliable(hop)) repeatLater(transaction)
  hop.send(request, lost)
  return transaction
}

export function stepInviteClient(transaction: InviteClient, event: InviteClientEvent): void {
  whileIn[transaction.state](transaction, event)
}

const whileIn: Record<
  InviteClientState,
  (transaction: InviteClient, event: InviteClientEvent) => void
> = {
  calling(transaction, event) {
    switch (event.type) {
      case 'response':
        stopTimers(transaction)
        transaction.state = 'proceeding'
        whileIn.proceeding(transaction, event)
        break
      case 'timerA':
        transaction.hop.send(transaction.request)
        repeatLater(transaction)
        break
      case 'timerB':
        failClient(transaction, 408)
        break
      case 'hopLost':
        failClient(transaction, 503)
    }
  },

  proceeding(transaction, event) {
    if (event.type === 'hopLost') failClient(transaction, 503)
    else if (event.type === 'timerB') failClient(transaction, 408)
    else if (event.type === 'cancelled')
      startLimit(transaction, limitOf(transaction.timing.timers), 'timerB')
    if (event.type !== 'response') return
    const { response } = event
    if (response.status >= 300) complete(transaction, response)
    else if (response.status >= 200) accept(transaction)
    transaction.user.onResponse(response)
  },

  accepted(transaction, event) {
    if (event.type === 'timerM') endClient(transaction)
    else if (
      event.type === 'response' &&
      event.response.status >= 200 &&
      event.response.status < 300
    )
      transaction.user.onResponse(event.response)
  },

  completed(transaction, event) {
    if (event.type === 'timerD') endClient(transaction)
    else if (event.type === 'response' && event.response.status >= 300)
      transaction.hop.send(transaction.ackTo(event.response))
  },

  terminated: () => undefined,
}

function accept(transaction: InviteClient): void {
  stopTimers(transaction)
  transaction.stopListening()
  transaction.state = 'accepted'
  startLimit(transaction, limitOf(transaction.timing.timers), 'timerM')
}

function complete(transaction: InviteClient, response: Response): void {
  stopTimers(transaction)
  transaction.stopListening()
  transaction.state = 'completed'
  transaction.hop.send(transaction.ackTo(response))
  const ms = isReliable(transaction.hop) ? 0 : limitOf(transaction.timing.timers)
  startLimit(transaction, ms, 'timerD')
}

/** Timer A: T1, doubled without bound. */
function repeatLater(transaction: InviteClient): void {
  const fire = () => stepInviteClient(transaction, { type: 'timerA' })
  transaction.repeat = transaction.timing.clock.after(transaction.interval, fire)
  transaction.interval *= 2
}

function startLimit(transaction: InviteClient, ms: number, type: 'timerB' | 'timerD' | 'timerM') {
  transaction.limit = transaction.timing.clock.after(ms, () =>
    stepInviteClient(transaction, { type }),
  )
}
