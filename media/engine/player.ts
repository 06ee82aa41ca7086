import type { PlayId, PromptId } from '../../core/names.ts'
import { createFrame, type Frame, frameSamples } from './frame.ts'

/** A decoded sound file: linear samples at 8 kHz, shared by all who hear it. */
export type Prompt = Int16Array
export type FindPrompt = (id: PromptId) => Prompt | undefined

/** Plays prompts one after another without a gap. */
export class Player {
  readonly play: PlayId
  readonly #prompts: readonly Prompt[]
  readonly #frame = createFrame()
  #current = 0
  #offset = 0

  constructor(play: PlayId, prompts: readonly Prompt[]) {
    this.play = play
    this.#prompts = prompts
  }

  /** The next 20 ms, the last filled up with silence; undefined when all is played. */
  next(): Frame | undefined {
    let filled = 0
    while (filled < frameSamples) {
      const prompt = this.#prompts[this.#current]
      if (prompt === undefined) break
      const part = prompt.subarray(this.#offset, this.#offset + frameSamples - filled)
      this.#frame.set(part, filled)
      filled += part.length
      this.#offset += part.length
      if (this.#offset >= prompt.length) this.#advance()
    }
    return filled === 0 ? undefined : this.#frame.fill(0, filled)
  }

  #advance(): void {
    this.#current++
    this.#offset = 0
  }
}

/** A prompt in a loop. Each listener has an own one, and it goes on where that listener last heard it. */
export class Music {
  readonly #prompt: Prompt
  readonly #frame = createFrame()
  #offset = 0

  /** The prompt must not be empty. */
  constructor(prompt: Prompt) {
    this.#prompt = prompt
  }

  next(): Frame {
    let filled = 0
    while (filled < frameSamples) {
      const part = this.#prompt.subarray(this.#offset, this.#offset + frameSamples - filled)
      this.#frame.set(part, filled)
      filled += part.length
      this.#offset = (this.#offset + part.length) % this.#prompt.length
    }
    return this.#frame
  }
}
