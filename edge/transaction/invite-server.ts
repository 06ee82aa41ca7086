/*
 * INVITE server transaction, RFC 3261 figure 7 as changed by RFC 6026 section 7.1.
 *
 *               INVITE (100 Trying goes out at once)
 *                  v
 *   INVITE   +------------+   300-699
 *   -> last  | proceeding |--------------+
 *            +------------+              v   INVITE, timer G -> last
 *              | 2xx              +-----------+
 *              v                  | completed |-- timer H --+
 *   INVITE   +----------+         +-----------+             |
 *   -> -     | accepted |               | ACK               |
 *            +----------+               v                   |
 *              |                  +-----------+             |
 *              | timer L          | confirmed |             |
 *              |                  +-----------+             |
 *              v                        | timer I           v
 *            +--------------------------------------------------+
 *            |                    terminated                    |
 *            +--------------------------------------------------+
 *
 * Repeats of a 2xx are the user's business (dialog/retransmit-response.ts).
 */
import { type Hop, isReliable } from '../hop.ts'
import { limitOf, type RetransmitTimers, stopTimers, type Timing } from './sip-timers.ts'

type InviteServerState = 'proceeding' | 'accepted' | 'completed' | 'confirmed' | 'terminated'

type InviteServerEvent =
  | { readonly type: 'invite' | 'ack' | 'timerG' | 'timerH' | 'timerI' | 'timerL' }
  | { readonly type: 'respond'; readonly status: number; readonly text: string }

export type InviteServer = RetransmitTimers & {
  readonly kind: 'invite'
  /** What the application calls the transaction. */
  readonly id: string
  state: InviteServerState
  readonly hop: Hop
  /** The last response, for a repeated INVITE. */
  last: string
  readonly timing: Timing
  readonly onEnd: () => void
}

export function createInviteServer(
  id: string,
  hop: Hop,
  timing: Timing,
  onEnd: () => void,
): InviteServer {
  return { kind: 'invite', id, state: 'proceeding', hop, last: '', timing, onEnd, interval: 0 }
}

export function stepInviteServer(transaction: InviteServer, event: InviteServerEvent): void {
  whileIn[transaction.state](transaction, event)
}

const whileIn: Record<
  InviteServerState,
  (transaction: InviteServer, event: InviteServerEvent) => void
> = {
  proceeding(transaction, event) {
    if (event.type === 'invite' && transaction.last) transaction.hop.send(transaction.last)
    if (event.type !== 'respond') return
    send(transaction, event.text)
    if (event.status >= 300) complete(transaction)
    else if (event.status >= 200) accept(transaction)
  },

  accepted(transaction, event) {
    if (event.type === 'respond') send(transaction, event.text)
    else if (event.type === 'timerL') terminate(transaction)
  },

  completed(transaction, event) {
    switch (event.type) {
      case 'invite':
        transaction.hop.send(transaction.last)
        break
      case 'timerG':
        transaction.hop.send(transaction.last)
        repeatLater(transaction)
        break
      case 'ack':
        confirm(transaction)
        break
      case 'timerH':
        terminate(transaction)
    }
  },

  confirmed(transaction, event) {
    if (event.type === 'timerI') terminate(transaction)
  },

  terminated: () => undefined,
}

function send(transaction: InviteServer, text: string): void {
  transaction.last = text
  transaction.hop.send(text)
}

function accept(transaction: InviteServer): void {
  transaction.state = 'accepted'
  startLimit(transaction, limitOf(transaction.timing.timers), 'timerL')
}

function complete(transaction: InviteServer): void {
  const { timers } = transaction.timing
  transaction.state = 'completed'
  transaction.interval = timers.t1
  if (!isReliable(transaction.hop)) repeatLater(transaction)
  startLimit(transaction, limitOf(timers), 'timerH')
}

function confirm(transaction: InviteServer): void {
  stopTimers(transaction)
  transaction.state = 'confirmed'
  if (isReliable(transaction.hop)) terminate(transaction)
  else startLimit(transaction, transaction.timing.timers.t4, 'timerI')
}

/** Timer G: T1, doubled up to T2. */
function repeatLater(transaction: InviteServer): void {
  const { clock, timers } = transaction.timing
  const fire = () => stepInviteServer(transaction, { type: 'timerG' })
  transaction.repeat = clock.after(transaction.interval, fire)
  transaction.interval = Math.min(transaction.interval * 2, timers.t2)
}

function startLimit(transaction: InviteServer, ms: number, type: 'timerH' | 'timerI' | 'timerL') {
  transaction.limit = transaction.timing.clock.after(ms, () =>
    stepInviteServer(transaction, { type }),
  )
}

function terminate(transaction: InviteServer): void {
  stopTimers(transaction)
  transaction.state = 'terminated'
  transaction.onEnd()
}
