import type { CentreTimer } from '../../core/timer.ts'
import {
  type Board,
  type BoardSnapshot,
  type Changed,
  createBoard,
  nothingChanged,
  restoreBoard,
  snapshotBoard,
  stepBoard,
} from '../../cti/board/board.ts'
import { mergeChanged } from '../../cti/publish.ts'
import type { Snapshot } from '../journal/journal.ts'
import type { NumberedEffect } from '../link/frames.ts'
import { Timers } from './timers.ts'
import { createWorld, restoreWorld, snapshotWorld, type Turn, type World } from './world/world.ts'

/** How things stand after the last event: all that a centre must know to go on. */
export type CentreState = {
  readonly world: World
  readonly board: Board
  readonly timers: Timers
}

/** Raised when an older snapshot can no longer be understood; the whole stream is then replayed. */
const envelopeVersion = 7

type Envelope = {
  readonly version: number
  readonly world: unknown
  readonly board: BoardSnapshot
  readonly timers: readonly (readonly [CentreTimer, number])[]
  readonly unacked: readonly NumberedEffect[]
}

export const createCentreState = (onDue: (timer: CentreTimer) => void): CentreState => ({
  world: createWorld(),
  board: createBoard(),
  timers: new Timers(onDue),
})

/** What a turn does beside the world: timers start and stop, and the board shows it. */
export function applyTurn({ board, timers }: CentreState, turn: Turn): Changed {
  for (const event of turn.events) if (event.type === 'timer.fired') timers.forget(event.timer)
  for (const effect of turn.timers) timers.apply(effect)
  const changed = nothingChanged()
  for (const event of turn.events) mergeChanged(changed, stepBoard(board, event))
  return changed
}

/** `unacked`: the effects that voice may not have had. The result still shares state with what stands. */
export function envelop(centre: CentreState, unacked: readonly NumberedEffect[]): Snapshot {
  const { world, board, timers } = centre
  const state: Envelope = {
    version: envelopeVersion,
    world: snapshotWorld(world),
    board: snapshotBoard(board),
    timers: timers.snapshot(),
    unacked,
  }
  return { seq: world.seq, state }
}

/** Undefined when the snapshot is of another version. */
export function unfold(
  { state }: Snapshot,
  onDue: (timer: CentreTimer) => void,
): { centre: CentreState; unacked: NumberedEffect[] } | undefined {
  // The boundary: a snapshot is only ever what `envelop` wrote, in this version or another.
  const { version, world, board, timers, unacked } = state as Envelope
  if (version !== envelopeVersion) return undefined
  return {
    centre: {
      world: restoreWorld(world),
      board: restoreBoard(board),
      timers: new Timers(onDue, timers),
    },
    unacked: [...unacked],
  }
}
