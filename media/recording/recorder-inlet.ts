import type { RecordingId } from '../../core/names.ts'
import type { SpeechShare } from '../../core/sound.ts'
import { recordedChannels } from './open-recording.ts'
import type { Piece, RecorderLine } from './recorder-frames.ts'

/** Pieces of each recording that may wait for a slow disk. */
const mostWaiting = 30

type RunningRecording = { position: number; isTold: boolean }

/**
 * The engine thread's end of the line to the recorder. It never waits: what the recorder does not take in time is left
 * out, told once for each recording, and is silence there.
 */
export class RecorderInlet {
  readonly #onLoss: (recording: RecordingId) => void
  readonly #running = new Map<RecordingId, RunningRecording>()
  #line: RecorderLine | undefined
  #sent = 0
  /** Recordings that ran at once since nothing waited. */
  #most = 0

  constructor(onLoss: (recording: RecordingId) => void) {
    this.#onLoss = onLoss
  }

  /** A new line is that of a new recorder. */
  connect(line: RecorderLine): void {
    this.#line?.port.close()
    this.#line = line
    this.#sent = 0
  }

  /** Takes the samples over. */
  put(recording: RecordingId, samples: Int16Array, ended: boolean, speech?: SpeechShare): void {
    const running = this.#running.get(recording) ?? { position: 0, isTold: false }
    this.#running.set(recording, running)
    const { position } = running
    running.position += samples.length / recordedChannels
    const isLate = this.#isBehind()
    if (isLate && !running.isTold) this.#onLoss(recording)
    running.isTold ||= isLate
    const sound = isLate ? new Int16Array() : samples
    if (ended || !isLate)
      this.#send({ recording, position, samples: sound, ended, ...(speech && { speech }) })
    if (ended) this.#running.delete(recording)
  }

  close(): void {
    this.#line?.port.close()
  }

  #isBehind(): boolean {
    if (this.#line === undefined) return true
    const waiting = this.#sent - Atomics.load(this.#line.handled, 0)
    // Recordings that have ended may still wait: their room goes with them only once all is taken.
    this.#most = Math.max(waiting === 0 ? 0 : this.#most, this.#running.size)
    return waiting >= mostWaiting * this.#most
  }

  #send(piece: Piece): void {
    this.#sent++
    this.#line?.port.postMessage(piece, [piece.samples.buffer as ArrayBuffer])
  }
}
