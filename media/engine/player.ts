import type { LegId, PlayId, PromptId } from '../../core/names.ts'
import { createFrame, type Frame, frameSamples } from './frame.ts'

/** A decoded sound file: linear samples at 8 kHz, shared by all who hear it. */
export type PromptSound = Int16Array
export type FindPrompt = (id: PromptId) => PromptSound | undefined

/** How prompts are played, as in the order `play`. */
type Playing = {
  readonly play: PlayId
  readonly bargeIn?: true
  readonly repeat?: true
  /** What is not played of it, from its beginning. */
  readonly fromMs?: number
}

/** What players play, sent at once: all share it, so that it stays in the processor's cache. */
const played = createFrame()

/** As much of the prompt from `offset` on as fits behind `filled`; gives how much. */
function copy(prompt: PromptSound, offset: number, frame: Frame, filled: number): number {
  const count = Math.min(prompt.length - offset, frameSamples - filled)
  for (let index = 0; index < count; index++) frame[filled + index] = prompt[offset + index] ?? 0
  return count
}

/** Plays prompts one after another without a gap. */
export class Player {
  readonly play: PlayId
  /** A key ends it. */
  readonly bargeIn: boolean
  readonly #prompts: readonly PromptSound[]
  readonly #repeats: boolean
  #current = 0
  #offset = 0

  constructor({ play, bargeIn, repeat, fromMs = 0 }: Playing, prompts: readonly PromptSound[]) {
    this.play = play
    this.bargeIn = bargeIn === true
    this.#prompts = prompts.filter(({ length }) => length > 0)
    this.#repeats = repeat === true && this.#prompts.length > 0
    this.#skip(Math.floor(fromMs / 20) * frameSamples)
  }

  #skip(samples: number): void {
    const whole = this.#prompts.reduce((sum, { length }) => sum + length, 0)
    let left = this.#repeats ? samples % whole : Math.min(samples, whole)
    while (left > 0) {
      const length = this.#prompts[this.#current]?.length ?? left
      this.#offset = Math.min(left, length)
      left -= this.#offset
      if (this.#offset === length) this.#advance()
    }
  }

  /** The next 20 ms, the last filled up with silence; undefined when all is played. Good until any player's next. */
  next(): Frame | undefined {
    let filled = 0
    while (filled < frameSamples) {
      const prompt = this.#prompts[this.#current]
      if (prompt === undefined) break
      const count = copy(prompt, this.#offset, played, filled)
      filled += count
      this.#offset += count
      if (this.#offset >= prompt.length) this.#advance()
    }
    return filled === 0 ? undefined : played.fill(0, filled)
  }

  #advance(): void {
    this.#current++
    this.#offset = 0
    if (this.#repeats) this.#current %= this.#prompts.length
  }
}

/** A prompt in a loop. Each listener has an own one, and it goes on where that listener last heard it. */
export class Music {
  readonly #prompt: PromptSound
  readonly #frame = createFrame()
  #offset: number

  /** The prompt must not be empty; `start` is the sample to begin with. */
  constructor(prompt: PromptSound, start = 0) {
    this.#prompt = prompt
    this.#offset = start % prompt.length
  }

  next(): Frame {
    let filled = 0
    while (filled < frameSamples) {
      const count = copy(this.#prompt, this.#offset, this.#frame, filled)
      filled += count
      this.#offset = (this.#offset + count) % this.#prompt.length
    }
    return this.#frame
  }
}

/**
 * Where this listener's music begins: anywhere in it, so that those who wait side by side do not all hear the same bar,
 * yet always there for this leg. FNV-1a, 32 bits, of the leg's id.
 */
export function musicStart(listener: LegId): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < listener.length; index++)
    hash = Math.imul(hash ^ listener.charCodeAt(index), 0x01000193) >>> 0
  return hash
}
