import type { SpeechShare } from '../../core/sound.ts'
import type { Frame } from './frame.ts'
import { VoiceActivity } from './voice-activity.ts'

/** Counts who speaks in a recording. */
export class SpeechCounter {
  readonly #left = new VoiceActivity()
  readonly #right = new VoiceActivity()
  #counts = { left: 0, right: 0, both: 0, neither: 0 }

  /** The same 20 ms of both channels. */
  take(left: Frame, right: Frame): void {
    const [isLeft, isRight] = [this.#left.hear(left), this.#right.hear(right)]
    if (isLeft) this.#counts[isRight ? 'both' : 'left']++
    else this.#counts[isRight ? 'right' : 'neither']++
  }

  /** Undefined where nothing was counted. */
  get share(): SpeechShare | undefined {
    const { left, right, both, neither } = this.#counts
    const all = left + right + both + neither
    const of = (frames: number): number => Math.round((frames / all) * 1000) / 1000
    if (all === 0) return undefined
    return { left: of(left), right: of(right), both: of(both), neither: of(neither) }
  }
}
