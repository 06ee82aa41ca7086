import { randomBytes } from 'node:crypto'
import { closeSync, constants, fdatasync, fstatSync, openSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { RecordingId } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import { sampleRate } from '../engine/frame.ts'
import { wavHeaderBytes } from '../engine/wav.ts'
import { AppendFile } from './append-file.ts'
import { openRecording, recordedChannels, recordedHeader } from './open-recording.ts'
import { createOpusWriter } from './opus-writer.ts'
import { hashOf, type RecordedFile } from './recorded.ts'
import type { RecordingKeys } from './recording-key.ts'
import { checkInside, createRecordingFile, unfinished } from './recording-place.ts'
import type { SoundFormat } from './sealed-format.ts'
import { Sealer } from './sealer.ts'
import { createSampleWriter, type SoundWriter } from './sound-writer.ts'

export type RecordingSettings = {
  readonly dataDir: string
  readonly format: SoundFormat
  /** Files are sealed where there is a current one. */
  readonly keys: RecordingKeys
}

type WriteFault = Extract<ReasonCode, 'disk-full' | 'recording-failed'>
type OnFault = (reason: WriteFault, detail: string) => void

/**
 * A stereo sound file that grows while the call goes on. Where the disk takes nothing, sound is left out and silence
 * stands in its place as soon as it takes again; the call never hears of it.
 */
export class RecordingFile {
  readonly #recording: RecordingId
  readonly #settings: RecordingSettings
  readonly #writer: SoundWriter & { free?(): void }
  readonly #sealer: Sealer | undefined
  readonly #onFault: OnFault
  readonly #told = new Set<WriteFault>()
  #opened: { readonly append: AppendFile; readonly file: string } | undefined
  #contentBytes = 0
  /** How far the sound goes on the recording's time line, in samples of one side. */
  #position: number
  readonly #start: number
  /** How far the time line of the pieces is behind the file's, in samples of one side. */
  #shift = 0

  private constructor(
    recording: RecordingId,
    start: number,
    settings: RecordingSettings,
    writer: SoundWriter,
    onFault: OnFault,
  ) {
    this.#recording = recording
    this.#start = this.#position = start
    this.#settings = settings
    this.#writer = writer
    this.#onFault = onFault
    const { current } = settings.keys
    this.#sealer = current && new Sealer(current, settings.format, randomBytes(32))
  }

  /** `start`: where on the time line of the recording the file begins. Each kind of fault is told once. */
  static async create(
    recording: RecordingId,
    start: number,
    settings: RecordingSettings,
    onFault: OnFault,
  ): Promise<RecordingFile> {
    const writer = await createWriter(settings)
    return new RecordingFile(recording, start, settings, writer, onFault)
  }

  /**
   * Goes on with an open WAV file that a killed process left, after as much silence as nobody recorded. `soundMs` of the
   * time since were recorded, and are the first to come.
   */
  static resume(
    recording: RecordingId,
    file: string,
    soundMs: number,
    settings: RecordingSettings,
    onFault: OnFault,
  ): RecordingFile {
    const { dataDir } = settings
    checkInside(dataDir, join(dataDir, file + unfinished))
    const { O_NOFOLLOW, O_RDWR } = constants
    const fd = openSync(join(dataDir, file + unfinished), O_RDWR | O_NOFOLLOW)
    const { size, mtimeMs } = fstatSync(fd)
    const samples = Math.max(0, Math.floor((size - wavHeaderBytes) / (2 * recordedChannels)))
    const writer = createSampleWriter(recordedHeader(0))
    const resumed = new RecordingFile(recording, 0, settings, writer, onFault)
    const contentBytes = wavHeaderBytes + samples * 2 * recordedChannels
    resumed.#opened = { append: new AppendFile(fd, contentBytes), file }
    resumed.#contentBytes = contentBytes
    resumed.#position = samples
    const holeMs = Math.max(0, Date.now() - soundMs - mtimeMs)
    resumed.#shift = samples + Math.round((holeMs * sampleRate) / 1000)
    return resumed
  }

  /** Interleaved samples, left and right, that begin at `position` of the time line. */
  add(samples: Int16Array, position: number): void {
    this.#try('loses sound', () => {
      const append = this.#open()
      append.settle()
      const from = position + this.#shift
      while (this.#position < from) {
        this.#take(silence.subarray(0, recordedChannels * (from - this.#position)))
        append.settle()
      }
      this.#take(samples)
      append.settle()
    })
  }

  /** Its path below the data folder, once it could be made. */
  get file(): string | undefined {
    return this.#opened?.file
  }

  /** Closes the file; undefined when it could not be written, and lies unfinished. */
  async end(): Promise<RecordedFile | undefined> {
    try {
      return await this.#finish(this.#open())
    } catch (error) {
      this.#tell('cannot be finished', error)
      return undefined
    } finally {
      this.#writer.free?.()
      if (this.#opened) closeSync(this.#opened.append.fd)
    }
  }

  #open(): AppendFile {
    if (this.#opened) return this.#opened.append
    const { dataDir, format } = this.#settings
    const kind = { format, sealed: this.#sealer !== undefined }
    const { fd, file } = createRecordingFile(dataDir, this.#recording, Date.now(), kind)
    const append = new AppendFile(fd)
    this.#opened = { append, file }
    if (this.#sealer) append.take(this.#sealer.header)
    this.#put(this.#writer.begin())
    return append
  }

  #take(samples: Int16Array): void {
    this.#position += samples.length / recordedChannels
    this.#put(this.#writer.take(samples))
  }

  #put(content: Uint8Array): void {
    this.#contentBytes += content.length
    this.#opened?.append.take(this.#sealer ? this.#sealer.take(content) : content)
  }

  async #finish(append: AppendFile): Promise<RecordedFile> {
    append.settle()
    this.#put(this.#writer.end())
    if (this.#sealer) append.take(this.#sealer.end('last'))
    append.settle()
    append.finish(this.#beginning())
    await synchronize(append.fd)
    const { dataDir, format, keys } = this.#settings
    const file = this.file ?? ''
    const part = await openRecording(dataDir, file + unfinished, keys)
    const { bytes, encrypted } = part
    const sha256 = await hashOf(part).finally(() => part.close())
    renameSync(join(dataDir, file + unfinished), join(dataDir, file))
    const seconds = (this.#position - this.#start) / sampleRate
    return { recording: this.#recording, file, seconds, bytes, sha256, format, encrypted }
  }

  /** Of an open WAV file the header that tells its length. */
  #beginning(): Uint8Array {
    if (this.#sealer || this.#settings.format !== 'wav') return new Uint8Array()
    const header = recordedHeader(0)
    return recordedHeader(this.#contentBytes - header.length)
  }

  #try(what: string, act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#tell(what, error)
    }
  }

  #tell(what: string, error: unknown): void {
    const reason = isDiskFull(error) ? 'disk-full' : 'recording-failed'
    if (this.#told.has(reason)) return
    this.#told.add(reason)
    this.#onFault(reason, `recording ${this.#recording} ${what}: ${reasonOf(error)}`)
  }
}

const silence = new Int16Array(sampleRate * recordedChannels)
const synchronize = promisify(fdatasync)

async function createWriter({ format, keys }: RecordingSettings): Promise<SoundWriter> {
  if (format === 'opus') return createOpusWriter(randomBytes(4).readUInt32LE())
  return createSampleWriter(keys.current ? new Uint8Array() : recordedHeader(0))
}

const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code))

export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
