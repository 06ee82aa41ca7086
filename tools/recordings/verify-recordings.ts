import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Event, EventOf } from '../../core/event.ts'
import {
  listRecordings,
  type RecordingKeys,
  RecordingUnreadable,
  verifyRecording,
} from '../../media/recording/recordings.ts'

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
  const found = await listRecordings(options.dataDir)
  const others = found.filter(({ file }) => !told.has(file))
  const left = others.filter(({ isUnfinished }) => isUnfinished)
  for (const { file, isUnfinished } of others)
    if (!isUnfinished && (await isSettled(file, options))) faults.push({ file, kind: 'unknown' })
  return { ...counts, unfinished: left.length, faults }
}

async function look(
  recording: EndedRecording,
  { dataDir, keys, days, now }: VerifyOptions,
): Promise<'proven' | 'unproven' | 'expired' | FaultyRecording['kind']> {
  try {
    return await verifyRecording(dataDir, recording, keys)
  } catch (error) {
    if (!(error instanceof RecordingUnreadable)) throw error
    const isExpired = days !== undefined && recording.at + days * dayMs < now
    return error.why === 'missing' && isExpired ? 'expired' : error.why
  }
}

/** The journal has had the time to tell of it. */
async function isSettled(file: string, { dataDir, now }: VerifyOptions): Promise<boolean> {
  return (await stat(join(dataDir, file))).mtimeMs < now - graceMs
}
