import { appendFileSync, readFileSync, truncateSync } from 'node:fs'
import type { Logger } from 'pino'
import { parseLine, type JournalSegment, splitLine } from './segments.ts'

const newline = 0x0a

/** How the stream ends: the `seq` of its last event, and the hash that this bears unless it is older than the chain. */
export type JournalTail = { readonly lastSeq: number; readonly lastHash?: string }

/**
 * Cuts what a killed writer or a loss of power left behind the last whole event, and keeps the cut bytes beside
 * the last segment, ending in `.torn`.
 */
export function mendTail(segments: readonly JournalSegment[], log: Logger): JournalTail {
  const last = segments.at(-1)
  if (!last) return { lastSeq: 0 }
  const data = readFileSync(last.file)
  const { end, tail } = findTail(data)
  if (end < data.length) {
    const lastSeq = tail?.lastSeq ?? last.firstSeq - 1
    log.warn({ file: last.file, bytes: data.length - end, lastSeq }, 'cut a torn end')
    appendFileSync(`${last.file}.torn`, data.subarray(end))
    truncateSync(last.file, end)
  }
  return tail ?? tailBefore(segments)
}

/** The last segment was begun and holds nothing: the one before it tells where the chain goes on. */
function tailBefore(segments: readonly JournalSegment[]): JournalTail {
  const [before, last] = segments.slice(-2)
  const found = before && last && findTail(readFileSync(before.file)).tail
  return { ...found, lastSeq: (segments.at(-1)?.firstSeq ?? 1) - 1 }
}

/** The last whole event, and where it ends. */
function findTail(data: Buffer): { readonly end: number; readonly tail?: JournalTail } {
  let end = data.lastIndexOf(newline) + 1
  while (end > 0) {
    const start = end < 2 ? 0 : data.lastIndexOf(newline, end - 2) + 1
    const line = data.subarray(start, end - 1)
    const event = parseLine(line)
    const { hash } = splitLine(line)
    if (event) return { end, tail: { lastSeq: event.seq, ...(hash && { lastHash: hash }) } }
    end = start
  }
  return { end }
}
