import type { Event, EventOf } from '../../core/event.ts'
import { followSpend } from '../../core/outbound/spend.ts'
import type { Board, Changed } from './board-state.ts'

/** What went well for so long is another trouble when it comes again, ms. */
const restMs = 600_000

/** Troubles, one of each kind: since when, when last, and how often. */
export function countFault(
  board: Board,
  { reason, at }: Pick<EventOf<'media.faulted'>, 'reason' | 'at'>,
  changed: Changed,
): void {
  const before = board.faults.get(reason)
  const goesOn = before !== undefined && at - before.at < restMs
  const fault = goesOn
    ? { ...before, at, count: before.count + 1 }
    : { reason, since: at, at, count: 1 }
  board.faults.set(reason, fault)
  changed.faults.add(reason)
}

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
  { reason, at }: EventOf<'outbound.refused'>,
  changed: Changed,
): void {
  if (reason === 'spend-cap') countFault(board, { reason, at }, changed)
}
