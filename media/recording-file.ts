import { type FileHandle, mkdir, open, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type RecordingId, named } from '../core/names.ts'
import { sampleRate } from './engine/frame.ts'
import { wavHeader, wavHeaderBytes } from './engine/wav.ts'

const channels = 2
const bytesPerSecond = sampleRate * channels * 2
const folder = 'recordings'
/** While it is being written, a file has this further ending; one that still has it at start was cut off. */
const unfinished = '.part'
/** Pieces that may wait for a slow disk; further ones are left out and become silence in their place. */
const mostWaiting = 30

export type Recorded = {
  readonly recording: RecordingId
  /** Path below the data folder. */
  readonly file: string
  readonly seconds: number
  readonly bytes: number
}

/** Whether the id can be a file's name: no separators, no dots in front. */
export const isFileName = (id: string): boolean => /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/.test(id)

/** A stereo WAV file that grows while the call goes on; pieces are written in order, behind one another. */
export class RecordingFile {
  readonly #dataDir: string
  readonly #recording: RecordingId
  readonly #onFault: (error: Error) => void
  readonly #opened: Promise<{ handle: FileHandle; file: string } | undefined>
  #tail: Promise<void>
  #bytes = 0
  #waiting = 0

  /** `at`, ms since the epoch, chooses the folder of the day (UTC). Faults of the disk are told once each. */
  constructor(
    dataDir: string,
    recording: RecordingId,
    at: number,
    onFault: (error: Error) => void,
  ) {
    this.#dataDir = dataDir
    this.#recording = recording
    this.#onFault = onFault
    this.#opened = createFile(dataDir, recording, at).catch((error: unknown) => {
      onFault(new Error(`recording ${recording} cannot be created`, { cause: error }))
      return undefined
    })
    this.#tail = this.#opened.then(() => undefined)
  }

  /** Interleaved samples: left, right. */
  add(samples: Int16Array): void {
    const position = wavHeaderBytes + this.#bytes
    this.#bytes += samples.byteLength
    if (this.#waiting >= mostWaiting) return
    this.#waiting++
    this.#tail = this.#tail.then(() => this.#write(bytesOf(samples), position))
  }

  /** Closes the file; undefined when it could not be written. */
  async end(): Promise<Recorded | undefined> {
    const opened = await this.#opened
    await this.#tail
    if (opened === undefined) return undefined
    try {
      return await this.#finish(opened.handle, opened.file)
    } catch (error) {
      this.#onFault(new Error(`recording ${this.#recording} cannot be finished`, { cause: error }))
      return undefined
    }
  }

  async #write(bytes: Uint8Array, position: number): Promise<void> {
    const opened = await this.#opened
    try {
      await opened?.handle.write(bytes, 0, bytes.length, position)
    } catch (error) {
      this.#onFault(new Error(`recording ${this.#recording} loses sound`, { cause: error }))
    }
    this.#waiting--
  }

  async #finish(handle: FileHandle, file: string): Promise<Recorded> {
    await seal(handle, this.#bytes)
    await rename(join(this.#dataDir, file + unfinished), join(this.#dataDir, file))
    return recorded(this.#recording, file, this.#bytes)
  }
}

/**
 * Finishes the files that a crash cut off: header and name are put right, and the sound up to the crash is kept.
 * Files that cannot be repaired are left as they are and told.
 */
export async function repairRecordings(
  dataDir: string,
  onFault: (error: Error) => void,
): Promise<readonly Recorded[]> {
  const repaired: Recorded[] = []
  for (const day of await names(join(dataDir, folder)))
    for (const name of await names(join(dataDir, folder, day))) {
      if (!name.endsWith(`.wav${unfinished}`)) continue
      try {
        repaired.push(await repair(dataDir, join(folder, day, name.slice(0, -unfinished.length))))
      } catch (error) {
        onFault(new Error(`recording ${name} cannot be repaired`, { cause: error }))
      }
    }
  return repaired
}

async function repair(dataDir: string, file: string): Promise<Recorded> {
  const path = join(dataDir, file)
  const { size } = await stat(path + unfinished)
  const bytes = Math.max(0, size - wavHeaderBytes) & ~3
  await seal(await open(path + unfinished, 'r+'), bytes)
  await rename(path + unfinished, path)
  const [id = ''] = file.slice(file.lastIndexOf('/') + 1, -'.wav'.length).split('~')
  return recorded(named<RecordingId>(id), file, bytes)
}

/** Gives the file its length and the header that tells it, and closes it. */
async function seal(handle: FileHandle, bytes: number): Promise<void> {
  try {
    await handle.truncate(wavHeaderBytes + bytes)
    await handle.write(wavHeader(bytes, channels, sampleRate), 0, wavHeaderBytes, 0)
  } finally {
    await handle.close()
  }
}

/** Opens a new file with a header; a name that is taken (recorded again after a stop) gets `~2`, `~3` … */
async function createFile(
  dataDir: string,
  recording: RecordingId,
  at: number,
): Promise<{ handle: FileHandle; file: string }> {
  if (!isFileName(recording)) throw new Error('the id is no file name')
  const day = join(folder, new Date(at).toISOString().slice(0, 10))
  await mkdir(join(dataDir, day), { recursive: true })
  const taken = await names(join(dataDir, day))
  let name = `${recording}.wav`
  for (let n = 2; taken.includes(name) || taken.includes(name + unfinished); n++)
    name = `${recording}~${n}.wav`
  const file = join(day, name)
  const handle = await open(join(dataDir, file + unfinished), 'wx')
  await handle.write(wavHeader(0, channels, sampleRate), 0, wavHeaderBytes, 0)
  return { handle, file }
}

/** A folder that is not there has no names in it. */
async function names(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      ['ENOENT', 'ENOTDIR'].includes(String(error.code))
    )
      return []
    throw error
  }
}

const bytesOf = (samples: Int16Array): Uint8Array =>
  new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)

const recorded = (recording: RecordingId, file: string, bytes: number): Recorded => ({
  recording,
  file,
  seconds: bytes / bytesPerSecond,
  bytes: wavHeaderBytes + bytes,
})
