import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '../../core/event.ts'
import { JournalError } from './journal.ts'

/** A file of the stream: one event a line, named by the `seq` of its first. */
export type Segment = { readonly firstSeq: number; readonly file: string }

const namePattern = /^(\d{12})\.jsonl$/
const chunkBytes = 1 << 20
const newline = 0x0a

export const segmentFile = (dir: string, firstSeq: number): string =>
  join(dir, `${String(firstSeq).padStart(12, '0')}.jsonl`)

/** In the order of the stream; none when the folder does not exist. */
export function listSegments(dir: string): Segment[] {
  return namesIn(dir)
    .flatMap((name) => {
      const digits = namePattern.exec(name)?.[1]
      return digits === undefined ? [] : [{ firstSeq: Number(digits), file: join(dir, name) }]
    })
    .sort((one, other) => one.firstSeq - other.firstSeq)
}

/**
 * Events above `afterSeq`, while a centre may be writing: a last line without its end is not there yet.
 * Throws JournalError at a gap or a line that cannot be read.
 */
export function* readSegments(dir: string, afterSeq: number): Generator<Event> {
  const segments = listSegments(dir)
  const first = segments.findLastIndex((segment) => segment.firstSeq <= afterSeq + 1)
  let expected: number | undefined
  for (const segment of segments.slice(Math.max(first, 0))) {
    for (const line of readLines(segment.file)) {
      const seq = seqOf(line)
      if (seq !== undefined && seq <= afterSeq) continue
      const event = parseLine(line)
      if (!event || event.seq !== (expected ??= afterSeq + 1))
        throw new JournalError(`${segment.file}: event ${expected ?? afterSeq + 1} is not readable`)
      expected++
      yield event
    }
  }
}

/** A line as the journal writes it: `seq` first, so that a reader can skip without parsing. */
export function toLine({ seq, ...rest }: Event): string {
  return `${JSON.stringify({ seq, ...rest })}\n`
}

/** The event, or undefined when the line is not one. */
export function parseLine(line: Buffer): Event | undefined {
  try {
    // The journal's own writing; what matters is that it is whole and has its place.
    const event = JSON.parse(line.toString()) as Event | null
    return Number.isSafeInteger(event?.seq) ? (event ?? undefined) : undefined
  } catch {
    return undefined
  }
}

function seqOf(line: Buffer): number | undefined {
  const digits = /^\{"seq":(\d+),/.exec(line.toString('latin1', 0, 32))?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Whole lines without their newline. */
function* readLines(file: string): Generator<Buffer> {
  const fd = openSync(file, 'r')
  try {
    let rest: Buffer = Buffer.alloc(0)
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes)
      const size = readSync(fd, chunk)
      if (size === 0) return
      const data: Buffer = Buffer.concat([rest, chunk.subarray(0, size)])
      let start = 0
      for (let end = data.indexOf(newline); end >= 0; end = data.indexOf(newline, start)) {
        yield data.subarray(start, end)
        start = end + 1
      }
      rest = data.subarray(start)
    }
  } finally {
    closeSync(fd)
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
