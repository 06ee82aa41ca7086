import type { EventOf } from '../../core/event.ts'
import type { Trunk } from '../../core/trunk.ts'
import type { TrunkView } from '../protocol.ts'
import type { Board, Changed } from './board-state.ts'

/** Trunks that stay keep their state. */
export function configureTrunks(
  board: Board,
  { tenant, at }: EventOf<'tenant.configured'>,
  changed: Changed,
): void {
  const { trunks: before } = board
  board.trunks = new Map(
    (tenant.trunks ?? []).map((trunk) => [trunk.id, viewOf(trunk, before.get(trunk.id), at)]),
  )
  const gone = before.size > board.trunks.size
  if (gone || tenant.trunks) changed.trunks = true
}

function viewOf(trunk: Trunk, before: TrunkView | undefined, at: number): TrunkView {
  const { id, name, enabled } = trunk
  return before?.enabled === enabled
    ? { ...before, name }
    : { id, name, enabled, state: 'unwatched', since: at }
}

export function changeTrunk(board: Board, event: EventOf<'trunk.changed'>, changed: Changed): void {
  const before = board.trunks.get(event.trunk)
  if (!before) return
  const { trunk, state, proxy, detail, at } = event
  const { id, name, enabled } = before
  board.trunks.set(trunk, {
    id,
    name,
    enabled,
    state,
    since: before.state === state ? before.since : at,
    ...(proxy !== undefined && { proxy }),
    ...(detail !== undefined && { detail }),
  })
  changed.trunks = true
}

/** A new life of voice knows nothing of them yet. */
export function forgetTrunks(
  board: Board,
  { at }: EventOf<'voice.joined'>,
  changed: Changed,
): void {
  for (const view of board.trunks.values()) {
    const { id, name, enabled } = view
    board.trunks.set(id, { id, name, enabled, state: 'unwatched', since: at })
    changed.trunks = true
  }
}
