import type { Event, EventOf } from '../../core/event.ts'
import { followSpend } from '../../core/outbound/spend.ts'
import type { Board, Changed } from './board-state.ts'
import { countFault } from './faults.ts'

/** The cap that is in force. */
export function configureSpend(board: Board, { tenant }: EventOf<'tenant.configured'>): void {
  const { perHour, currency } = tenant.outbound?.spend ?? {}
  board.spend = {
    calls: board.spend.calls,
    ...(perHour !== undefined && currency !== undefined && { cap: { perHour, currency } }),
  }
}

export function countSpend(board: Board, event: Event): void {
  board.spend.calls = followSpend(board.spend.calls, event)
}

/** Nobody can call outside until the hour has gone on: a supervisor should know. */
export function refuseOutside(
  board: Board,
  { reason, at }: EventOf<'contact.notPlaced'>,
  changed: Changed,
): void {
  if (reason === 'spend-cap') countFault(board, { reason, at }, changed)
}
