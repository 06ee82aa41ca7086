import { named, type PromptId } from '../../core/names.ts'
import { shared } from './decode-sound.ts'

/** A folder below `music/` is a playlist under its own name: `music/jazz/1` is a piece of `music/jazz`. */
export function playlistOf(piece: PromptId): PromptId | undefined {
  const list = /^music\/[^/]+(?=\/)/.exec(piece)?.[0]
  return list === undefined ? undefined : named<PromptId>(list)
}

/** The pieces of a playlist one after another, in the order of their names; undefined where there are none. */
export function joinPieces(
  list: PromptId,
  sounds: ReadonlyMap<PromptId, Int16Array>,
): Int16Array | undefined {
  const names = [...sounds.keys()].filter((id) => playlistOf(id) === list).sort(byNumber)
  if (names.length === 0) return undefined
  const pieces = names.map((name) => sounds.get(name) ?? new Int16Array())
  const joined = shared(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    joined.set(piece, at)
    at += piece.length
  }
  return joined
}

/** 10 comes after 9. */
const byNumber = (one: string, other: string): number =>
  one.localeCompare(other, 'en', { numeric: true })
