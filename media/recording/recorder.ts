import { once } from 'node:events'
import { basename } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { named, type RecordingId } from '../../core/names.ts'
import { sampleRate } from '../engine/frame.ts'
import { findUnfinished, mendRecording } from './mend-recording.ts'
import { recordedChannels } from './open-recording.ts'
import type { Piece, RecorderFact, RecorderLine } from './recorder-frames.ts'
import { RecordingFile, type RecordingSettings, reasonOf } from './recording-file.ts'
import { kindOf, recordingOf } from './recording-place.ts'

/** A file that could not be finished is tried again so often, ms: the disk may have room by then. */
const mendAgainMs = 30_000

/** Undefined where the file could not be made at all, which has been told. */
type Files = Map<RecordingId, Promise<RecordingFile | undefined>>

/** Resolves when the other end of a line is closed, and all that it sent before was taken. */
export const closeOf = ({ port }: RecorderLine): Promise<unknown> => once(port, 'close')

/**
 * Keeps the sound of all recordings on the disk: encodes, seals, hashes, and tells. It runs in a thread of its own, so
 * that a slow disk costs no engine thread its pace.
 */
export class Recorder {
  readonly #settings: RecordingSettings
  readonly #report: (fact: RecorderFact) => void
  /** Files of a killed process that are written on with the next piece. */
  readonly #going = new Map<RecordingId, string>()
  readonly #lines = new Set<RecorderLine>()
  readonly #working = new Set<Promise<void>>()
  readonly #stopping = new AbortController()
  #closed: (() => void) | undefined

  constructor(settings: RecordingSettings, report: (fact: RecorderFact) => void) {
    this.#settings = settings
    this.#report = report
  }

  /** Resolves when it is known which files a crash cut off; they are mended behind that, but for those that go on. */
  async mend(goOn: readonly RecordingId[]): Promise<void> {
    try {
      const unfinished = await findUnfinished(this.#settings.dataDir)
      for (const file of unfinished) this.#keepOpen(file, goOn)
      const kept = [...this.#going.values()]
      this.#work(this.#mendAll(unfinished.filter((file) => !kept.includes(file))))
    } catch (error) {
      this.#fault(`recordings that a crash cut off cannot be found: ${reasonOf(error)}`)
    }
  }

  /** Sealed files and those of Opus cannot be written on: a second file follows them. */
  #keepOpen(file: string, goOn: readonly RecordingId[]): void {
    const recording = named<RecordingId>(recordingOf(basename(file)))
    const kind = kindOf(file)
    if (kind?.format === 'wav' && !kind.sealed && goOn.includes(recording))
      this.#going.set(recording, file)
  }

  /** `closed`: of a line that waited before it is connected, since its port tells its close only once. */
  connect(line: RecorderLine, closed = closeOf(line)): void {
    const files: Files = new Map()
    this.#lines.add(line)
    line.port.on('message', (piece: Piece) => this.#take(line, files, piece))
    void closed.then(() => this.#close(line, files))
  }

  /** Resolves when every line is closed from its other end, and every file is finished. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    if (this.#lines.size > 0) await new Promise<void>((resolve) => (this.#closed = resolve))
    await Promise.all(this.#working)
  }

  #take({ handled }: RecorderLine, files: Files, piece: Piece): void {
    const { recording, position, samples, ended } = piece
    const file = (files.get(recording) ?? this.#create(piece)).then((opened) => {
      opened?.add(samples, position)
      Atomics.add(handled, 0, 1)
      return opened
    })
    files.set(recording, file)
    if (!ended) return
    files.delete(recording)
    this.#work(this.#finish(file, piece))
  }

  async #create({ recording, position, samples }: Piece): Promise<RecordingFile | undefined> {
    const fault = (reason: 'disk-full' | 'recording-failed', detail: string) =>
      this.#report({ type: 'media.faulted', reason, recording, detail })
    const former = this.#going.get(recording)
    this.#going.delete(recording)
    const soundMs = (1000 * (position + samples.length / recordedChannels)) / sampleRate
    try {
      return former === undefined
        ? await RecordingFile.create(recording, position, this.#settings, fault)
        : RecordingFile.resume(recording, former, soundMs, this.#settings, fault)
    } catch (error) {
      fault('recording-failed', `recording ${recording} cannot begin: ${reasonOf(error)}`)
      return undefined
    }
  }

  /** An engine thread that died leaves recordings behind: they end with what it had told. */
  #close(line: RecorderLine, files: Files): void {
    for (const file of files.values()) this.#work(this.#finish(file, {}))
    this.#lines.delete(line)
    if (this.#lines.size === 0) this.#closed?.()
  }

  async #finish(
    opening: Promise<RecordingFile | undefined>,
    { speech }: Pick<Piece, 'speech'>,
  ): Promise<void> {
    const file = await opening
    const recorded = await file?.end()
    if (recorded !== undefined)
      this.#report({ type: 'recording.ended', ...recorded, ...(speech && { speech }) })
    else if (file?.file !== undefined) this.#work(this.#mendLater(file.file))
  }

  async #mendAll(files: readonly string[]): Promise<void> {
    for (const file of files)
      await this.#mend(file).catch((error: unknown) => {
        this.#fault(`recording ${file} cannot be mended: ${reasonOf(error)}`)
      })
  }

  async #mendLater(file: string): Promise<void> {
    const { signal } = this.#stopping
    for (let isMended = false; !isMended;) {
      await pass(mendAgainMs, undefined, { signal, ref: false }).catch(() => undefined)
      // The next start tries again.
      if (signal.aborted) return
      isMended = await this.#mend(file).then(
        () => true,
        () => false,
      )
    }
  }

  async #mend(file: string): Promise<void> {
    const { dataDir, keys } = this.#settings
    const recorded = await mendRecording(dataDir, file, keys)
    if (recorded !== undefined) this.#report({ type: 'recording.ended', ...recorded })
  }

  #fault(detail: string): void {
    this.#report({ type: 'media.faulted', reason: 'recording-failed', detail })
  }

  #work(task: Promise<void>): void {
    this.#working.add(task)
    void task.finally(() => this.#working.delete(task))
  }
}
