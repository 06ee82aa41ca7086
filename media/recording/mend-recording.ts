import { constants } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { type RecordingId, named } from '../../core/names.ts'
import { wavHeaderBytes } from '../engine/wav.ts'
import { mendSealed } from './mend-sealed.ts'
import { openRecording, recordedHeader } from './open-recording.ts'
import { hashOf, type RecordedFile } from './recorded.ts'
import type { RecordingKeys } from './recording-key.ts'
import {
  checkInside,
  kindOf,
  recordingOf,
  recordingsFolder,
  unfinished,
} from './recording-place.ts'
import type { SoundFormat } from './sealed-format.ts'
import { findWhole } from './whole-sound.ts'

/** Paths below the data folder, without their `.part`, of all files that nobody has finished. */
export async function findUnfinished(dataDir: string): Promise<readonly string[]> {
  const entries = await readdir(join(dataDir, recordingsFolder), {
    recursive: true,
    withFileTypes: true,
  }).catch(noneIfMissing)
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(unfinished))
    .map((entry) => relative(dataDir, join(entry.parentPath, entry.name)))
    .map((file) => file.slice(0, -unfinished.length))
    .filter((file) => kindOf(file) !== undefined)
}

/**
 * Finishes a file that a crash cut off: what is whole of it is kept. Undefined where nothing is, and then it is gone.
 * Rejects where it cannot be mended; it is then left as it is.
 */
export async function mendRecording(
  dataDir: string,
  file: string,
  keys: RecordingKeys,
): Promise<RecordedFile | undefined> {
  const path = join(dataDir, file)
  const seconds = await mend(dataDir, path, keys)
  if (seconds === undefined) {
    await rm(path + unfinished)
    return undefined
  }
  const recording = named<RecordingId>(recordingOf(basename(file)))
  const opened = await openRecording(dataDir, file, keys)
  try {
    const { bytes, format, encrypted } = opened
    return { recording, file, seconds, bytes, sha256: await hashOf(opened), format, encrypted }
  } finally {
    await opened.close()
  }
}

async function mend(
  dataDir: string,
  path: string,
  keys: RecordingKeys,
): Promise<number | undefined> {
  const kind = kindOf(path)
  if (kind === undefined) throw new Error(`${path} is no recording`)
  checkInside(dataDir, path + unfinished)
  const { O_RDWR, O_NOFOLLOW } = constants
  const handle = await open(path + unfinished, O_RDWR | O_NOFOLLOW)
  try {
    return await (kind.sealed
      ? mendSealed(handle, path, keys)
      : mendPlain(handle, path, kind.format))
  } finally {
    await handle.close()
  }
}

/** In its place. Seconds, or undefined where there is nothing in it. */
async function mendPlain(
  handle: FileHandle,
  path: string,
  format: SoundFormat,
): Promise<number | undefined> {
  const { size } = await handle.stat()
  const before = format === 'wav' ? wavHeaderBytes : 0
  const whole = await findWhole(format, {
    bytes: size - before,
    async read(start, end) {
      const buffer = Buffer.alloc(Math.min(end, size) - start)
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, before + start)
      return buffer.subarray(0, bytesRead)
    },
  })
  if (whole === undefined) return undefined
  await handle.truncate(before + whole.bytes)
  const [put, at] =
    format === 'wav' ? [recordedHeader(whole.bytes), 0] : [whole.ending, whole.bytes]
  await handle.write(put, 0, put.length, at)
  await handle.datasync()
  await rename(path + unfinished, path)
  return whole.seconds
}

function noneIfMissing(error: unknown): [] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}
