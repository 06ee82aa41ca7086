import { fstatSync, readSync } from 'node:fs'
import { seqOf } from './chain.ts'

const newline = 0x0a
const nearBytes = 1 << 16
const headBytes = 32

/**
 * Where a line begins that is not far before event `seq`, or 0: found by halving, for the numbers of lines ascend. A
 * segment need not be read from its beginning to be read from there.
 */
export function offsetNear(fd: number, seq: number): number {
  let [from, to] = [0, fstatSync(fd).size]
  while (to - from > nearBytes) {
    const middle = Math.floor((from + to) / 2)
    const line = nextLine(fd, middle, to)
    if (line && line.seq <= seq) from = line.offset
    else to = middle
  }
  return from
}

/** The first line that begins after `offset`; undefined where none does before `end`, or it is not an event. */
function nextLine(
  fd: number,
  offset: number,
  end: number,
): { readonly offset: number; readonly seq: number } | undefined {
  const chunk = Buffer.allocUnsafe(nearBytes)
  for (let at = offset; at < end; at += nearBytes) {
    const found = chunk.subarray(0, readSync(fd, chunk, 0, nearBytes, at)).indexOf(newline)
    if (found < 0) continue
    const start = at + found + 1
    const seq = seqOf(chunk.subarray(0, readSync(fd, chunk, 0, headBytes, start)))
    return seq === undefined ? undefined : { offset: start, seq }
  }
  return undefined
}
