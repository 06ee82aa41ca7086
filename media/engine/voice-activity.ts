import type { SpeechShare } from '../../core/sound.ts'
import { type Frame, frameSamples } from './frame.ts'

/** Mean power of the quietest voice: -55 dBFS. */
const leastPower = 60 ** 2
/** A voice's power over the noise's: 9 dB; a hiss (s, f) is weaker: 6 dB. */
const voiced = 8
const hissing = 4
/** Zero crossings in 20 ms: below, it is mains hum or an offset (under 100 Hz); above, a hiss (over 1,500 Hz). */
const leastCrossings = 4
const hissingCrossings = 60
/** A click is shorter than this, in 20 ms. */
const leastFrames = 2
/** A pause this short belongs to the voice: 200 ms, as in ITU-T P.56. */
export const hangoverFrames = 10
/** Sound as even as this for half a second is no voice: each 20 ms within these bounds of the mean. */
const evenFrames = 25
const leastEven = 0.6
const mostEven = 1.6
/** How the noise is followed, for each 20 ms: down at once, up by 4 dB a second. */
const falling = 0.2
const rising = 1.02
const quietest = 100

/**
 * Whether a party speaks: louder than the noise around it, which is learned as it goes. Noise, hum and tones that stay
 * as they are become background within half a second.
 */
export class VoiceActivity {
  #noise = quietest
  #level = 0
  #even = 0
  #loud = 0
  #voice = 0
  #hangover = 0
  #mistaken = 0

  /** So many of the last 20 ms were no voice, as is clear now: even sound that began loud. */
  get mistakenFrames(): number {
    return this.#mistaken
  }

  /** The next 20 ms; true while somebody speaks. */
  hear(frame: Frame): boolean {
    const { power, crossings } = measure(frame)
    this.#follow(power)
    const ratio = crossings >= hissingCrossings ? hissing : voiced
    const isLoud = power > leastPower && power > ratio * this.#noise && crossings >= leastCrossings
    this.#loud = isLoud ? this.#loud + 1 : 0
    if (this.#loud >= leastFrames) this.#hangover = hangoverFrames
    else if (this.#hangover > 0) this.#hangover--
    this.#mistaken = this.#even === evenFrames ? Math.min(this.#voice, evenFrames) : 0
    if (this.#mistaken > 0) this.#hangover = 0
    this.#voice = this.#hangover > 0 ? this.#voice + 1 : 0
    return this.#hangover > 0
  }

  #follow(power: number): void {
    const isEven = power > leastEven * this.#level && power < mostEven * this.#level
    this.#even = isEven ? this.#even + 1 : 0
    this.#level = isEven ? this.#level + (power - this.#level) * falling : power
    if (this.#even >= evenFrames) this.#noise = Math.max(this.#noise, this.#level)
    else if (power < this.#noise) this.#noise += (power - this.#noise) * falling
    else this.#noise *= rising
    this.#noise = Math.max(quietest, this.#noise)
  }
}

/** The power without an offset, and how often the sound crosses zero. */
function measure(frame: Frame): { readonly power: number; readonly crossings: number } {
  let [sum, squares, crossings, before] = [0, 0, 0, 0]
  for (let index = 0; index < frameSamples; index++) {
    const sample = frame[index] ?? 0
    sum += sample
    squares += sample * sample
    if ((sample ^ before) < 0) crossings++
    before = sample
  }
  const mean = sum / frameSamples
  return { power: squares / frameSamples - mean * mean, crossings }
}

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
