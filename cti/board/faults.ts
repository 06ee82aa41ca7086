import type { EventOf } from '../../core/event.ts'
import type { Board, Changed } from './state.ts'

/** What went well for so long is another trouble when it comes again, ms. */
const restMs = 600_000

/** Troubles with sound, one of each kind: since when, when last, and how often. */
export function countFault(board: Board, event: EventOf<'media.faulted'>, changed: Changed): void {
  const { reason, at } = event
  const before = board.faults[reason]
  board.faults[reason] =
    before && at - before.at < restMs
      ? { ...before, at, count: before.count + 1 }
      : { reason, since: at, at, count: 1 }
  changed.faults.add(reason)
}
