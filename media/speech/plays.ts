import type { LegId, PlayId, PromptId } from '../../core/names.ts'
import type { Prompt, Speech } from '../../core/sound.ts'
import type { EngineEffect, MediaEffect } from '../facts.ts'
import { SpeechFailure } from './provider.ts'
import type { SpeechSounds } from './speech-sounds.ts'

type Play = Extract<MediaEffect, { do: 'play' }>

type PlaysOutlets = {
  readonly order: (effect: Extract<EngineEffect, { do: 'play' | 'stopPlay' }>) => void
  readonly fault: (failure: SpeechFailure, leg: LegId) => void
}

/**
 * Turns words into sounds before the engine plays them. A play whose words are not at hand waits for them, and only its
 * own leg waits; a newer play of that leg, or the order to stop, wins over it. Words that cannot be had are replaced or
 * left out, so that every play that is not overtaken reaches the engine, which tells its end.
 */
export class Plays {
  readonly #speech: SpeechSounds | undefined
  readonly #outlets: PlaysOutlets
  readonly #waiting = new Map<LegId, { readonly play: PlayId }>()

  /** Without `speech` nothing free is spoken. */
  constructor(speech: SpeechSounds | undefined, outlets: PlaysOutlets) {
    this.#speech = speech
    this.#outlets = outlets
  }

  play(effect: Play, fromMs = 0): void {
    const { leg, play } = effect
    if (this.#waiting.get(leg)?.play === play) return
    this.#waiting.delete(leg)
    const sounds = effect.prompts.map((prompt) => this.#atHand(prompt))
    if (sounds.every((sound) => sound !== undefined))
      this.#outlets.order({ ...effect, prompts: sounds, fromMs })
    else void this.#playSpoken(effect, fromMs)
  }

  stop(effect: Extract<MediaEffect, { do: 'stopPlay' }>): void {
    if (this.#waiting.get(effect.leg)?.play === effect.play) this.#waiting.delete(effect.leg)
    this.#outlets.order(effect)
  }

  /** The leg is gone. */
  close(leg: LegId): void {
    this.#waiting.delete(leg)
  }

  #atHand(prompt: Prompt): PromptId | undefined {
    return typeof prompt === 'string' ? prompt : this.#speech?.find(prompt)
  }

  async #playSpoken(effect: Play, fromMs: number): Promise<void> {
    const { leg, play } = effect
    const waiting = { play }
    this.#waiting.set(leg, waiting)
    const sounds = await Promise.all(effect.prompts.map((prompt) => this.#soundOf(prompt, leg)))
    if (this.#waiting.get(leg) !== waiting) return
    this.#waiting.delete(leg)
    this.#outlets.order({ ...effect, prompts: sounds.flat(), fromMs })
  }

  async #soundOf(prompt: Prompt, leg: LegId): Promise<readonly PromptId[]> {
    if (typeof prompt === 'string') return [prompt]
    try {
      return [await this.#speak(prompt)]
    } catch (error) {
      this.#outlets.fault(asFailure(error), leg)
      return prompt.otherwise === undefined ? [] : [prompt.otherwise]
    }
  }

  #speak(words: Speech): Promise<PromptId> {
    if (this.#speech !== undefined) return this.#speech.speak(words)
    return Promise.reject(new SpeechFailure('speech-failed', 'speech is switched off'))
  }
}

const asFailure = (error: unknown): SpeechFailure =>
  error instanceof SpeechFailure
    ? error
    : new SpeechFailure('speech-failed', 'a bug in speech', { cause: error })
