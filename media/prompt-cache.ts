import type { LegId, PromptId } from '../core/names.ts'
import type { EngineOrder } from './engine-messages.ts'
import type { MediaEffect, MediaFact } from './facts.ts'
import { joinPieces, playlistOf } from './prompts/playlist.ts'
import { PromptLibrary } from './prompts/prompt-library.ts'
import { Espeak } from './speech/espeak.ts'
import { HttpSpeech } from './speech/http-speech.ts'
import { Plays } from './speech/plays.ts'
import type { SpeechSettings } from './speech/provider.ts'
import { SpeechFiles } from './speech/speech-files.ts'
import { SpeechSounds } from './speech/speech-sounds.ts'

type GiveOrder = (
  order: Extract<EngineOrder, { do: 'learn' | 'forget' | 'play' | 'stopPlay' }>,
) => void
export type PromptCacheOptions = {
  /** Folder of the prompts. */
  readonly promptsDir: string
  /** How often it is looked through for new and changed files, ms; 10 s by itself. */
  readonly promptsCheckMs?: number
  /** Words that were spoken are kept below it. */
  readonly dataDir: string
  /** Who speaks words that are not recorded; absent: nobody. */
  readonly speech?: SpeechSettings | undefined
  readonly onFact: (fact: MediaFact) => void
  /** Structured log line at debug level; never SDP or digits above debug. */
  readonly log?: (fields: object, message: string) => void
}

/** All that can be played: the prompts of the folder and the words that were spoken. The engine knows the same. */
export class PromptCache {
  readonly #all = new Map<PromptId, Int16Array>()
  readonly #order: GiveOrder
  readonly #options: PromptCacheOptions
  readonly #speech: SpeechSounds | undefined
  readonly #plays: Plays
  #library: PromptLibrary | undefined

  private constructor(options: PromptCacheOptions, order: GiveOrder) {
    this.#options = options
    this.#order = order
    this.#speech = this.#openSpeech(options.speech)
    this.#plays = new Plays(this.#speech, {
      order,
      fault: ({ reason, message }, leg) =>
        options.onFact({ type: 'media.faulted', reason, leg, detail: message }),
    })
  }

  /** Rejects when the folder of the prompts cannot be read. */
  static async open(options: PromptCacheOptions, order: GiveOrder): Promise<PromptCache> {
    const sounds = new PromptCache(options, order)
    sounds.#library = await PromptLibrary.open(
      options.promptsDir,
      {
        learned(prompt, sound) {
          sounds.#learn(prompt, sound)
          sounds.#joinAgain(playlistOf(prompt))
        },
        forgotten(prompt) {
          sounds.#forget(prompt)
          sounds.#joinAgain(playlistOf(prompt))
        },
        fault: (detail) =>
          options.onFact({ type: 'media.faulted', reason: 'prompt-unreadable', detail }),
      },
      options.promptsCheckMs,
    )
    return sounds
  }

  /** What an engine that starts now has to know; later it learns by orders. */
  get all(): ReadonlyMap<PromptId, Int16Array> {
    return this.#all
  }

  play(effect: Extract<MediaEffect, { do: 'play' }>, fromMs: number): void {
    this.#plays.play(effect, fromMs)
  }

  stopPlay(effect: Extract<MediaEffect, { do: 'stopPlay' }>): void {
    this.#plays.stop(effect)
  }

  close(leg: LegId): void {
    this.#plays.close(leg)
  }

  async stop(): Promise<void> {
    this.#speech?.stop()
    await this.#library?.stop()
  }

  #openSpeech(settings: SpeechSettings = { provider: 'off' }): SpeechSounds | undefined {
    if (settings.provider === 'off') return undefined
    const provider = settings.provider === 'http' ? new HttpSpeech(settings.url) : new Espeak()
    const { timeoutMs } = settings
    return new SpeechSounds({ provider, timeoutMs }, new SpeechFiles(this.#options.dataDir), {
      learned: (prompt, sound) => this.#learn(prompt, sound),
      forgotten: (prompt) => this.#forget(prompt),
      unkept: (error) => this.#options.log?.({ err: error }, 'spoken words cannot be kept on disk'),
    })
  }

  #learn(prompt: PromptId, sound: Int16Array): void {
    this.#all.set(prompt, sound)
    this.#order({ do: 'learn', prompt, sound })
  }

  #forget(prompt: PromptId): void {
    this.#all.delete(prompt)
    this.#order({ do: 'forget', prompt })
  }

  /** A piece of the playlist has come, changed or gone. */
  #joinAgain(list: PromptId | undefined): void {
    if (list === undefined) return
    const joined = joinPieces(list, this.#all)
    if (joined !== undefined) this.#learn(list, joined)
    else this.#forget(list)
  }
}
