import { createHash } from 'node:crypto'
import { named, type PromptId } from '../../core/names.ts'
import { SpeechFailure, type SpeechProvider, type Words } from './provider.ts'
import type { SpeechFiles } from './speech-files.ts'

type SpeechListener = {
  readonly learned: (id: PromptId, sound: Int16Array) => void
  /** It was not used for longest, and there are newer ones. */
  readonly forgotten: (id: PromptId) => void
  /** It works on, but cannot keep what it has spoken. */
  readonly unkept: (error: unknown) => void
}

/** Bytes of the sounds that are held at hand: 35 minutes. */
const mostBytes = 32_000_000
/** How many texts are spoken at the same time; others wait for their turn, and their time-out runs. */
const mostAtOnce = 4

/** Words as sounds: each text is spoken once, however many ask for it, and kept in memory and on disk. */
export class SpeechSounds {
  readonly #provider: SpeechProvider
  readonly #timeoutMs: number
  readonly #files: SpeechFiles
  readonly #listener: SpeechListener
  readonly #mostBytes: number
  /** Bytes of each sound at hand, the one used last at the end. */
  readonly #atHand = new Map<PromptId, number>()
  readonly #underWay = new Map<PromptId, Promise<PromptId>>()
  readonly #turns: (() => void)[] = []
  readonly #stopping = new AbortController()
  #bytes = 0
  #busy = 0
  /** The last text was not spoken in time: one at a time is tried until one is, so that few callers wait in vain. */
  #isLate = false
  #trying = 0

  constructor(
    { provider, timeoutMs }: { readonly provider: SpeechProvider; readonly timeoutMs: number },
    files: SpeechFiles,
    listener: SpeechListener,
    most: number = mostBytes,
  ) {
    this.#provider = provider
    this.#timeoutMs = timeoutMs
    this.#files = files
    this.#listener = listener
    this.#mostBytes = most
  }

  /** The sound of these words where it is at hand. */
  find(words: Words): PromptId | undefined {
    const id = idOf(this.#hash(words))
    const bytes = this.#atHand.get(id)
    if (bytes === undefined) return undefined
    this.#atHand.delete(id)
    this.#atHand.set(id, bytes)
    return id
  }

  /** The sound of these words, learned by then. Rejects with SpeechFailure, at the latest after the time-out. */
  speak(words: Words): Promise<PromptId> {
    const hash = this.#hash(words)
    const id = idOf(hash)
    const found = this.find(words) ?? this.#underWay.get(id)
    if (found !== undefined) return Promise.resolve(found)
    const speaking = this.#speak(words, hash).finally(() => this.#underWay.delete(id))
    this.#underWay.set(id, speaking)
    return speaking
  }

  /** Nothing is spoken any more. */
  stop(): void {
    this.#stopping.abort()
  }

  async #speak(words: Words, hash: string): Promise<PromptId> {
    const timeOut = AbortSignal.timeout(this.#timeoutMs)
    const signal = AbortSignal.any([timeOut, this.#stopping.signal])
    try {
      const sound = await within(signal, this.#read(words, hash, signal))
      return this.#learn(idOf(hash), sound)
    } catch (error) {
      if (error instanceof SpeechFailure) throw error
      if (timeOut.aborted) {
        this.#isLate = true
        throw new SpeechFailure('speech-timeout', `not spoken within ${this.#timeoutMs} ms`)
      }
      throw new SpeechFailure('speech-failed', reasonOf(error), { cause: error })
    }
  }

  async #read(words: Words, hash: string, signal: AbortSignal): Promise<Int16Array> {
    const kept = await this.#files.read(hash)
    if (kept !== undefined) return kept
    if (this.#isLate && this.#trying > 0)
      throw new SpeechFailure('speech-timeout', 'the synthesizer does not keep up')
    const sound = await this.#render(words, signal)
    this.#isLate = false
    this.#files.write(hash, sound).catch(this.#listener.unkept)
    return sound
  }

  async #render(words: Words, signal: AbortSignal): Promise<Int16Array> {
    this.#trying++
    try {
      return await this.#inTurn(() => {
        signal.throwIfAborted()
        return this.#provider.render(words, signal)
      })
    } finally {
      this.#trying--
    }
  }

  async #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#busy >= mostAtOnce) await new Promise<void>((resolve) => this.#turns.push(resolve))
    else this.#busy++
    try {
      return await task()
    } finally {
      const next = this.#turns.shift()
      if (next === undefined) this.#busy--
      else next()
    }
  }

  #learn(id: PromptId, sound: Int16Array): PromptId {
    this.#atHand.set(id, sound.byteLength)
    this.#bytes += sound.byteLength
    this.#listener.learned(id, sound)
    for (const [oldest, bytes] of this.#atHand) {
      if (this.#bytes <= this.#mostBytes || oldest === id) break
      this.#atHand.delete(oldest)
      this.#bytes -= bytes
      this.#listener.forgotten(oldest)
    }
    return id
  }

  #hash({ say, language }: Words): string {
    const all = JSON.stringify([this.#provider.voice, language, say])
    return createHash('sha256').update(all).digest('hex')
  }
}

const idOf = (hash: string): PromptId => named<PromptId>(`speech/${hash}`)

/** Does not wait for work that does not heed its signal. */
function within<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    work.then(resolve, reject)
    const giveUp = () => reject(new Error('given up'))
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true })
  })
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
