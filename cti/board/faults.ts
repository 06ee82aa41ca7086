import type { EventOf } from '../../core/event.ts'
import type { Board, Changed } from './board-state.ts'

/** What went well for so long is another trouble when it comes again, ms. */
const restMs = 600_000

/** Troubles, one of each kind: since when, when last, and how often. */
export function countFault(
  board: Board,
  { reason, at }: Pick<EventOf<'media.faulted'>, 'reason' | 'at'>,
  changed: Changed,
): void {
  const before = board.faults[reason]
  board.faults[reason] =
    before && at - before.at < restMs
      ? { ...before, at, count: before.count + 1 }
      : { reason, since: at, at, count: 1 }
  changed.faults.add(reason)
}
