import { readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Event, EventOf } from '../../core/event.ts'
import { openRecording } from '../../media/recording/open-recording.ts'
import { hashOf } from '../../media/recording/recorded.ts'
import type { RecordingKeys } from '../../media/recording/recording-key.ts'
import { kindOf, recordingsFolder, unfinished } from '../../media/recording/recording-place.ts'
import { RecordingUnreadable } from '../../media/recording/recording-unreadable.ts'

export type FaultyRecording = {
  /** Path below the data folder. */
  readonly file: string
  /** `altered`: another sound than was told; `unknown`: a file that the journal never told of. */
  readonly kind: RecordingUnreadable['why'] | 'altered' | 'unknown'
}

export type RecordingsVerdict = {
  /** As they were when they ended. */
  readonly proven: number
  /** Told without a hash, by an older program: they can be read, and no more is known. */
  readonly unproven: number
  /** Gone, and their days are over. */
  readonly expired: number
  /** Being written, or cut off and not yet mended. */
  readonly unfinished: number
  readonly faults: readonly FaultyRecording[]
}

type EndedRecording = EventOf<'recording.ended'>

type VerifyOptions = {
  readonly dataDir: string
  readonly keys: RecordingKeys
  /** RECORDING_DAYS. */
  readonly days?: number
  /** ms since the epoch. */
  readonly now: number
}

const dayMs = 86_400_000
/** A file may be there for a moment before the journal tells of it. */
const graceMs = 60_000

/** Holds every sound file against what the journal told of it. Only reads, also while recordings are written. */
export async function verifyRecordings(
  journal: { read: (afterSeq: number) => AsyncIterable<Event> | Iterable<Event> },
  options: VerifyOptions,
): Promise<RecordingsVerdict> {
  const told = new Map<string, EndedRecording>()
  for await (const event of journal.read(0))
    if (event.type === 'recording.ended') told.set(event.file, event)
  const counts = { proven: 0, unproven: 0, expired: 0 }
  const faults: FaultyRecording[] = []
  for (const recording of told.values()) {
    const found = await look(recording, options)
    if (found === 'proven' || found === 'unproven' || found === 'expired') counts[found]++
    else faults.push({ file: recording.file, kind: found })
  }
  const others = await filesBeside(options, told)
  const left = others.filter((file) => file.endsWith(unfinished))
  for (const file of others) if (!left.includes(file)) faults.push({ file, kind: 'unknown' })
  return { ...counts, unfinished: left.length, faults }
}

async function look(
  { file, at, sha256, bytes }: EndedRecording,
  { dataDir, keys, days, now }: VerifyOptions,
): Promise<'proven' | 'unproven' | 'expired' | FaultyRecording['kind']> {
  try {
    const opened = await openRecording(dataDir, file, keys)
    try {
      const is = await hashOf(opened)
      if (opened.bytes !== bytes) return 'altered'
      if (sha256 === undefined) return 'unproven'
      return is === sha256 ? 'proven' : 'altered'
    } finally {
      await opened.close()
    }
  } catch (error) {
    if (!(error instanceof RecordingUnreadable)) throw error
    const isExpired = days !== undefined && at + days * dayMs < now
    return error.why === 'missing' && isExpired ? 'expired' : error.why
  }
}

/** Sound files that the journal does not tell of, and unfinished ones. */
async function filesBeside(
  { dataDir, now }: VerifyOptions,
  told: ReadonlyMap<string, EndedRecording>,
): Promise<readonly string[]> {
  const folder = join(dataDir, recordingsFolder)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const beside: string[] = []
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const file = relative(dataDir, path)
    if (!entry.isFile() || told.has(file)) continue
    if (file.endsWith(unfinished)) beside.push(file)
    else if (kindOf(file) && (await stat(path)).mtimeMs < now - graceMs) beside.push(file)
  }
  return beside
}
