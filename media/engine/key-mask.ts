import { createFrame, type Frame } from './frame.ts'

/** A key is only known after it has begun: sound is held back so long that its beginning can still be taken away. */
const heldFrames = 5

/** Takes the keys out of one channel of a recording (PCI DSS); nothing else changes, and no sample is lost. */
export class KeyMask {
  readonly #ring = Array.from({ length: heldFrames + 1 }, createFrame)
  #next = 0
  #held = 0

  /**
   * Takes 20 ms and gives those of 100 ms ago, good until the next call; undefined while the first are held back. While
   * a key may be in the sound, all that is held is silenced.
   */
  pass(frame: Frame, isKeyAudible: boolean): Frame | undefined {
    this.#ring[this.#next]?.set(frame)
    this.#next = (this.#next + 1) % this.#ring.length
    if (isKeyAudible) for (const held of this.#ring) held.fill(0)
    if (this.#held === heldFrames) return this.#ring[this.#next]
    this.#held++
    return undefined
  }

  /** What is held back, in its order. */
  rest(): readonly Frame[] {
    return Array.from({ length: this.#held }, (_, index) => {
      const place = this.#next + this.#ring.length - this.#held + index
      return this.#ring[place % this.#ring.length] ?? createFrame()
    })
  }
}
