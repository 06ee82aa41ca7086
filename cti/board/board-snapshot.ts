import type { Board } from './board-state.ts'
import { createBoard } from './board.ts'

/** A board as plain JSON: each map is an object by its keys. It shares the views with the board. */
export type BoardSnapshot = {
  readonly [Field in keyof Board]: Board[Field] extends Map<infer Id extends string, infer View>
    ? Readonly<Record<Id, View>>
    : Board[Field]
}

export function snapshotBoard(board: Board): BoardSnapshot {
  const fields = Object.entries(board).map(([name, value]): [string, unknown] => [
    name,
    value instanceof Map ? Object.fromEntries<unknown>(value) : value,
  ])
  // The boundary: field by field what the type says.
  return Object.fromEntries(fields) as BoardSnapshot
}

export function restoreBoard(snapshot: BoardSnapshot): Board {
  const empty: Readonly<Record<string, unknown>> = createBoard()
  const fields = Object.entries(snapshot).map(([name, value]) => [
    name,
    empty[name] instanceof Map ? new Map(Object.entries(value)) : value,
  ])
  // The boundary: field by field what `snapshotBoard` wrote.
  return Object.fromEntries(fields) as Board
}
