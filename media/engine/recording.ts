import type { LegId, RecordingId } from '../../core/names.ts'
import { type Frame, frameSamples, sampleRate } from './frame.ts'

const channels = 2

/** Puts two sides on one time line, sample by sample: left, right, left, right. Emits whole seconds. */
export class Recording {
  readonly id: RecordingId
  /** In which slot of the 20 ms it takes its samples. */
  readonly slot: number
  left: LegId
  right: readonly LegId[]
  #second = new Int16Array(sampleRate * channels)
  #filled = 0
  #isPaused = false
  readonly #pausedLegs = new Set<LegId>()

  constructor(id: RecordingId, slot: number, left: LegId, right: readonly LegId[]) {
    this.id = id
    this.slot = slot
    this.left = left
    this.right = right
  }

  /** Silence in the place of one leg, or of all, until it is resumed: the time line goes on. */
  pause(whom?: LegId): void {
    if (whom === undefined) this.#isPaused = true
    else this.#pausedLegs.add(whom)
  }

  /** Of all resumes each leg, too. */
  resume(whom?: LegId): void {
    if (whom !== undefined) {
      this.#pausedLegs.delete(whom)
      return
    }
    this.#isPaused = false
    this.#pausedLegs.clear()
  }

  hears(leg: LegId): boolean {
    return !this.#isPaused && !this.#pausedLegs.has(leg)
  }

  /** Adds 20 ms; gives the second that they complete, for the caller to keep. */
  take(left: Frame, right: Frame): Int16Array | undefined {
    for (let index = 0; index < frameSamples; index++) {
      this.#second[this.#filled++] = left[index] ?? 0
      this.#second[this.#filled++] = right[index] ?? 0
    }
    if (this.#filled < this.#second.length) return undefined
    const second = this.#second
    this.#second = new Int16Array(second.length)
    this.#filled = 0
    return second
  }

  /** What is left of the last second. */
  rest(): Int16Array {
    return this.#second.subarray(0, this.#filled)
  }
}
