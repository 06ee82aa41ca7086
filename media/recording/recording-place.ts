import { constants, existsSync, mkdirSync, openSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { RecordingId } from '../../core/names.ts'
import type { SoundFormat } from './sealed-format.ts'

export const recordingsFolder = 'recordings'
/** While it is being written, a file has this further ending; one that still has it at start was cut off. */
export const unfinished = '.part'
const sealedEnding = '.sealed'

/** What a file's name tells, without `unfinished`. */
type FileKind = { readonly format: SoundFormat; readonly sealed: boolean }

/** Whether the id can be a file's name: no separators, no dots in front. */
const isFileName = (id: string): boolean => /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/.test(id)

export function kindOf(file: string): FileKind | undefined {
  const [, format, sealed] = /\.(wav|opus)(\.sealed)?$/.exec(file) ?? []
  return format === undefined
    ? undefined
    : { format: format === 'opus' ? 'opus' : 'wav', sealed: sealed !== undefined }
}

/** The recording of a file's name; a second file of one recording has `~2` behind the id. */
export const recordingOf = (name: string): string => name.replace(/(~\d+)?\.(wav|opus).*$/, '')

/** Below the data folder. */
const dayFolder = (at: number): string =>
  join(recordingsFolder, new Date(at).toISOString().slice(0, 10))

/**
 * Opens a new file in the folder of the day (UTC) of `at`, ms since the epoch; a name that is taken (recorded again
 * after a stop) gets `~2`, `~3` … Throws where that would be outside of the data folder.
 */
export function createRecordingFile(
  dataDir: string,
  recording: RecordingId,
  at: number,
  { format, sealed }: FileKind,
): { fd: number; file: string } {
  if (!isFileName(recording)) throw new Error('the id is no file name')
  const day = dayFolder(at)
  const path = join(dataDir, day)
  mkdirSync(path, { recursive: true })
  checkInside(dataDir, path)
  let name: string = recording
  for (let n = 2; isTaken(join(path, name)); n++) name = `${recording}~${n}`
  const file = join(day, `${name}.${format}${sealed ? sealedEnding : ''}`)
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants
  const flags = O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR
  return { fd: openSync(join(dataDir, file + unfinished), flags, 0o600), file }
}

const isTaken = (path: string): boolean =>
  ['.wav', '.opus'].some((format) =>
    ['', sealedEnding].some(
      (seal) => existsSync(path + format + seal) || existsSync(path + format + seal + unfinished),
    ),
  )

/** A symbolic link in the place of a folder would lead the sound elsewhere. */
export function checkInside(dataDir: string, path: string): void {
  if (!realpathSync(path).startsWith(realpathSync(dataDir) + sep))
    throw new Error(`${path} leads out of the data folder`)
}

/** A recording that cannot be read as it was written. */
export class RecordingUnreadable extends Error {
  /** `outside`: the path leads out of the data folder; `no-key`: sealed with a key that the settings do not have. */
  readonly why: 'missing' | 'outside' | 'no-key' | 'damaged'
  constructor(why: RecordingUnreadable['why'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'RecordingUnreadable'
    this.why = why
  }
}
