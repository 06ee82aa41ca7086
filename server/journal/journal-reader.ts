import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config/config.ts'
import { StartFault } from '../config/start-fault.ts'
import { seqOf } from './chain.ts'
import type { FoundEntry, JournalReader } from './journal.ts'
import { journalDir } from './open-journal.ts'
import {
  listSegments,
  readLines,
  readSegments,
  type JournalSegment,
  splitLine,
} from './segments.ts'
import { readSnapshots } from './snapshot-files.ts'

/** How long a line without an end may stand there before nobody is writing it, ms. */
const writingMs = 300

/** The journal of a data directory or a journal directory; else that of the settings. Rejects with StartFault. */
export async function openJournalReader(
  place: string | undefined,
  config: () => Pick<Config, 'dataDir' | 'redisUrl'>,
): Promise<JournalReader> {
  if (place !== undefined)
    return readerOfFiles(existsSync(journalDir(place)) ? journalDir(place) : place)
  const { dataDir, redisUrl } = config()
  if (redisUrl === undefined) return readerOfFiles(journalDir(dataDir))
  const { openRedisReader } = await import('./redis-reader.ts')
  return openRedisReader(redisUrl)
}

function readerOfFiles(dir: string): JournalReader {
  const nameFile = join(dir, 'name')
  if (!existsSync(nameFile)) throw new StartFault(`There is no journal in ${dir}.`)
  return {
    place: dir,
    name: readFileSync(nameFile, 'utf8').trim(),
    read: (afterSeq) => readSegments(dir, afterSeq),
    entries: () => entriesOf(listSegments(dir)),
    snapshots: () => Promise.resolve(readSnapshots(dir)),
    parts: listSegments(dir)
      .map(({ firstSeq }) => firstSeq - 1)
      .reverse(),
    close: () => Promise.resolve(),
  }
}

async function* entriesOf(segments: readonly JournalSegment[]): AsyncGenerator<FoundEntry> {
  for (const { file } of segments) {
    const lines = readLines(file)
    try {
      let line = 1
      let next = lines.next()
      for (; !next.done; next = lines.next()) yield entryOf(next.value, `${file}:${line++}`)
      const rest = next.value
      if (rest.length > 0 && !(await isBeingWritten(file, rest)))
        yield { place: `${file}:${line}`, text: rest, tornBytes: rest.length }
    } finally {
      lines.return(Buffer.alloc(0))
    }
  }
}

function entryOf(line: Buffer, place: string): FoundEntry {
  const seq = seqOf(line)
  return { place, ...splitLine(line), ...(seq !== undefined && { seq }) }
}

/** Whether the file no longer ends in `rest` a moment later. */
async function isBeingWritten(file: string, rest: Buffer): Promise<boolean> {
  await sleep(writingMs)
  const fd = openSync(file, 'r')
  try {
    const end = Buffer.alloc(rest.length)
    readSync(fd, end, 0, rest.length, Math.max(fstatSync(fd).size - rest.length, 0))
    return !end.equals(rest)
  } finally {
    closeSync(fd)
  }
}
