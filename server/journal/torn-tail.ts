import { appendFileSync, readFileSync, truncateSync } from 'node:fs'
import type { Logger } from 'pino'
import { parseLine, type Segment } from './segments.ts'

const newline = 0x0a

/**
 * Cuts what a killed writer or a loss of power left behind the last whole event, and keeps the cut bytes beside
 * the segment, ending in `.torn`. Returns the `seq` of the last event.
 */
export function mendTail(segment: Segment, log: Logger): number {
  const data = readFileSync(segment.file)
  let end = data.lastIndexOf(newline) + 1
  let lastSeq = segment.firstSeq - 1
  while (end > 0) {
    const start = end < 2 ? 0 : data.lastIndexOf(newline, end - 2) + 1
    const event = parseLine(data.subarray(start, end - 1))
    if (event) {
      lastSeq = event.seq
      break
    }
    end = start
  }
  if (end < data.length) {
    log.warn({ file: segment.file, bytes: data.length - end, lastSeq }, 'cut a torn end')
    appendFileSync(`${segment.file}.torn`, data.subarray(end))
    truncateSync(segment.file, end)
  }
  return lastSeq
}
