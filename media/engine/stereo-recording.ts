import type { LegId, RecordingId } from '../../core/names.ts'
import type { SpeechShare } from '../../core/sound.ts'
import { type Frame, frameSamples, sampleRate, silence } from './frame.ts'
import { KeyMask } from './key-mask.ts'
import { SpeechCounter } from './voice-activity.ts'

const channels = 2

/** On which sides a key may sound now. */
export type AudibleKeys = { readonly left: boolean; readonly right: boolean }

/** Puts two sides on one time line, sample by sample: left, right, left, right. Emits whole seconds. */
export class StereoRecording {
  readonly id: RecordingId
  /** In which slot of the 20 ms it takes its samples. */
  readonly slot: number
  left: LegId
  right: readonly LegId[]
  /** Keys are silenced in it. */
  masked: boolean
  #masks: { readonly left: KeyMask; readonly right: KeyMask } | undefined
  readonly #speech = new SpeechCounter()
  #second = new Int16Array(sampleRate * channels)
  #filled = 0
  #isPaused = false
  readonly #pausedLegs = new Set<LegId>()

  constructor(
    id: RecordingId,
    slot: number,
    left: LegId,
    right: readonly LegId[],
    masked: boolean,
  ) {
    this.id = id
    this.slot = slot
    this.left = left
    this.right = right
    this.masked = masked
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

  /** Who spoke in it, while it was not paused. */
  get speech(): SpeechShare | undefined {
    return this.#speech.share
  }

  /** Adds 20 ms; gives the second that they complete, for the caller to keep. `keys` where they are to be masked. */
  take(left: Frame, right: Frame, keys?: AudibleKeys): Int16Array | undefined {
    if (!this.#isPaused && this.#pausedLegs.size === 0) this.#speech.take(left, right)
    if (keys !== undefined) return this.#mask(left, right, keys)
    const released = this.#release()
    return this.#write(left, right) ?? released
  }

  #mask(left: Frame, right: Frame, keys: AudibleKeys): Int16Array | undefined {
    this.#masks ??= { left: new KeyMask(), right: new KeyMask() }
    const former = this.#masks.left.pass(left, keys.left)
    const beside = this.#masks.right.pass(right, keys.right)
    return former && beside && this.#write(former, beside)
  }

  /** Writes what the masks hold back, always less than a second. */
  #release(): Int16Array | undefined {
    const masks = this.#masks
    if (masks === undefined) return undefined
    this.#masks = undefined
    const right = masks.right.rest()
    const left = masks.left.rest()
    return left.map((frame, index) => this.#write(frame, right[index] ?? silence)).find(Boolean)
  }

  #write(left: Frame, right: Frame): Int16Array | undefined {
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

  /** What is left: the last second, or a little more where a mask held something back. */
  rest(): Int16Array {
    const second = this.#release() ?? new Int16Array()
    const rest = new Int16Array(second.length + this.#filled)
    rest.set(second)
    rest.set(this.#second.subarray(0, this.#filled), second.length)
    return rest
  }
}
