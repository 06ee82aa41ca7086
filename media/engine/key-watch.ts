import { type Frame, frameSamples } from './frame.ts'
import { ToneReceiver } from './tone-receiver.ts'

/** How long after its last sign a key may still be heard, in 20 ms: a lost end, and sound that fades out. */
const fadingFrames = 10

/** Listens to one party's sound for its keys, while somebody wants to know. */
export class KeyWatch {
  /** The party has no better way to tell its keys. */
  isTelling = false
  readonly #tones = new ToneReceiver()
  readonly #tell: (digit: string) => void
  #audibleFrames = 0
  #isAsked = false

  constructor(tell: (digit: string) => void) {
    this.#tell = tell
  }

  get isWanted(): boolean {
    return this.isTelling || this.#isAsked
  }

  /** A key, or something like it, may be in the party's present sound. To be asked for every 20 ms. */
  isKeyAudible(): boolean {
    this.#isAsked = true
    return this.#audibleFrames > 0
  }

  /** The party's next 20 ms. The tone of a key that is told is taken out, or who hears it would count it again. */
  hear(frame: Frame): void {
    this.#isAsked = false
    if (this.#audibleFrames > 0) this.#audibleFrames--
    const digit = this.#tones.hear(frame)
    if (this.#tones.isSuspicious) this.#expect(0)
    if (!this.isTelling) return
    if (this.#tones.isTone) frame.fill(0)
    if (digit !== undefined) this.#tell(digit)
  }

  /** A packet of a telephone-event came; the sound of that time is heard after `samples` more. */
  sign(samples: number): void {
    this.#expect(samples)
  }

  #expect(samples: number): void {
    const frames = fadingFrames + Math.ceil(samples / frameSamples)
    this.#audibleFrames = Math.max(this.#audibleFrames, frames)
  }
}
