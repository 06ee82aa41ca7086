import { readdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join, normalize, relative } from 'node:path'
import { openRecording } from './open-recording.ts'
import { hashOf } from './recorded.ts'
import type { RecordingKeys } from './recording-key.ts'
import { checkInside, kindOf, recordingsFolder, unfinished } from './recording-place.ts'

// The face of this folder to whoever reads, verifies or deletes what was recorded. What writes and mends it is behind
// `RecorderClient`, in a thread of its own.

export { type OpenedRecording, openRecording } from './open-recording.ts'
export {
  createRecordingKey,
  type RecordingKey,
  recordingKeyBytes,
  type RecordingKeys,
} from './recording-key.ts'
export { RecordingUnreadable } from './recording-place.ts'
export type { SoundFormat } from './sealed-format.ts'

/** What was told of a recording when it ended; `sha256` is missing where an older program told of it. */
type ToldRecording = {
  readonly file: string
  readonly bytes: number
  readonly sha256?: string | undefined
}

/**
 * Holds a sound file against what was told of it: `proven` where it is the same, `altered` where it is another,
 * `unproven` where it can be read and no more is known. Rejects with RecordingUnreadable.
 */
export async function verifyRecording(
  dataDir: string,
  { file, bytes, sha256 }: ToldRecording,
  keys: RecordingKeys,
): Promise<'proven' | 'unproven' | 'altered'> {
  const opened = await openRecording(dataDir, file, keys)
  try {
    const is = await hashOf(opened)
    if (opened.bytes !== bytes) return 'altered'
    if (sha256 === undefined) return 'unproven'
    return is === sha256 ? 'proven' : 'altered'
  } finally {
    await opened.close()
  }
}

type FoundRecording = {
  /** Path below the data folder. */
  readonly file: string
  /** It is being written, or was cut off and is not yet mended. */
  readonly isUnfinished: boolean
}

/** Every sound file that lies there. */
export async function listRecordings(dataDir: string): Promise<readonly FoundRecording[]> {
  const folder = join(dataDir, recordingsFolder)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dataDir, join(entry.parentPath, entry.name)))
    .map((file) => ({ file, isUnfinished: file.endsWith(unfinished) }))
    .filter(({ file, isUnfinished }) => isUnfinished || kindOf(file) !== undefined)
}

/** Deletes a sound file below the data folder, and its day's folder with the last one. One that is gone is no fault. */
export async function deleteRecording(dataDir: string, file: string): Promise<void> {
  if (kindOf(file) === undefined || !normalize(file).startsWith(`${recordingsFolder}/`))
    throw new Error(`${file} is no recording`)
  const path = join(dataDir, file)
  try {
    checkInside(dataDir, dirname(path))
    await rm(path, { force: true })
    if (normalize(dirname(file)) !== recordingsFolder) await rmdir(dirname(path))
  } catch (error) {
    if (!isCode(error, 'ENOENT', 'ENOTEMPTY')) throw error
  }
}

const isCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))
