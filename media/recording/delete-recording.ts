import { rm, rmdir } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { checkInside, kindOf, recordingsFolder } from './recording-place.ts'

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
