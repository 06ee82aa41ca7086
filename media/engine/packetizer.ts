import { frameSamples, sampleRate } from './frame.ts'

/** Longest sound in one packet, ms. */
const mostMs = 40

/** Cuts frames of 20 ms into pieces of another length; a piece may begin in an earlier frame. */
export class Packetizer {
  readonly #size: number
  readonly #kept = new Int16Array((mostMs * sampleRate) / 1000 + frameSamples)
  #count = 0

  /** 10 to 40 ms. */
  constructor(ms: number) {
    this.#size = (ms * sampleRate) / 1000
  }

  /** `piece` gets each whole piece, and where it begins: in samples after the frame's beginning. Its samples are good for that call. */
  add(frame: Int16Array, piece: (samples: Int16Array, offset: number) => void): void {
    if (this.#count === 0 && this.#size === frameSamples) {
      piece(frame, 0)
      return
    }
    const before = this.#count
    this.#kept.set(frame, before)
    this.#count += frame.length
    let taken = 0
    for (; this.#count - taken >= this.#size; taken += this.#size)
      piece(this.#kept.subarray(taken, taken + this.#size), taken - before)
    this.#kept.copyWithin(0, taken, this.#count)
    this.#count -= taken
  }

  /** What is left is never sent. */
  clear(): void {
    this.#count = 0
  }
}
