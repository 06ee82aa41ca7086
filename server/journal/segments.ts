import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '../../core/event.ts'
import { type ChainedText, seqOf } from './chain.ts'
import { Upcaster } from './former.ts'
import { JournalError } from './journal.ts'
import { offsetNear } from './line-search.ts'

/** A file of the stream: one event a line with its hash at the end, named by the `seq` of its first. */
export type JournalSegment = { readonly firstSeq: number; readonly file: string }

const namePattern = /^(\d{12})\.jsonl$/
const chunkBytes = 1 << 20
const newline = 0x0a
const brace = 0x7d
/** How a line ends that bears the hash of its event; lines from before there was a chain do not. */
const hashEnd = /^,"hash":"([0-9a-f]{64})"\}$/
const hashEndBytes = 75

export const segmentFile = (dir: string, firstSeq: number): string =>
  join(dir, `${String(firstSeq).padStart(12, '0')}.jsonl`)

/** In the order of the stream; none when the folder does not exist. */
export function listSegments(dir: string): JournalSegment[] {
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
  const upcaster = new Upcaster()
  let expected: number | undefined
  for (const segment of segments.slice(Math.max(first, 0))) {
    for (const line of readLines(segment.file, afterSeq + 1)) {
      const seq = seqOf(line)
      if (seq !== undefined && seq <= afterSeq) continue
      const event = parseLine(line)
      if (!event || event.seq !== (expected ??= afterSeq + 1))
        throw new JournalError(`${segment.file}: event ${expected ?? afterSeq + 1} is not readable`)
      expected++
      yield upcaster.take(event)
    }
  }
}

/** A line as the journal writes it: the event's JSON with its hash as the last field. */
export const toLine = ({ text, hash }: ChainedText): string =>
  `${text.slice(0, -1)},"hash":"${hash}"}\n`

/** The event's own bytes, which the hash was made of, and the hash. */
export function splitLine(line: Buffer): { text: Buffer; hash?: string } {
  const end = Math.max(line.length - hashEndBytes, 0)
  const hash = hashEnd.exec(line.toString('latin1', end))?.[1]
  if (hash === undefined) return { text: line }
  const text = Buffer.from(line.subarray(0, end + 1))
  text[end] = brace
  return { text, hash }
}

/** The event, or undefined when the line is not one. */
export function parseLine(line: Buffer): Event | undefined {
  try {
    // The journal's own writing; what matters is that it is whole and has its place.
    const event = JSON.parse(splitLine(line).text.toString()) as Event | null
    return Number.isSafeInteger(event?.seq) ? (event ?? undefined) : undefined
  } catch {
    return undefined
  }
}

/** The hash that event `seq` bears; undefined where there is no such event, or no chain yet. */
export function hashAt(dir: string, seq: number): string | undefined {
  const segment = listSegments(dir).findLast(({ firstSeq }) => firstSeq <= seq)
  for (const line of segment ? readLines(segment.file, seq) : [])
    if (seqOf(line) === seq) return splitLine(line).hash
  return undefined
}

/**
 * Whole lines without their newline, from the beginning or from not far before event `seq`; in the end, what stands
 * after the last of them.
 */
export function* readLines(file: string, seq?: number): Generator<Buffer, Buffer> {
  const fd = openSync(file, 'r')
  try {
    let rest: Buffer = Buffer.alloc(0)
    let offset = seq === undefined ? 0 : offsetNear(fd, seq)
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes)
      const size = readSync(fd, chunk, 0, chunkBytes, offset)
      offset += size
      if (size === 0) return rest
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
