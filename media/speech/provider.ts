import type { ReasonCode } from '../../core/reason-code.ts'
import type { Speech } from '../../core/sound.ts'

/** Words that a synthesizer is asked for. */
export type Words = Pick<Speech, 'say' | 'language'>

/** Words that could not be spoken. The message never repeats them: they may be a customer's. */
export class SpeechFailure extends Error {
  readonly reason: Extract<ReasonCode, 'speech-timeout' | 'speech-failed'>
  constructor(reason: SpeechFailure['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SpeechFailure'
    this.reason = reason
  }
}

/** A speech synthesizer. */
export type SpeechProvider = {
  /** Which voice it is: another one speaks everything anew. */
  readonly voice: string
  /** Mono at 8 kHz, in memory that threads share. Rejects with an error that names the fault; gives up with the signal. */
  render(words: Words, signal: AbortSignal): Promise<Int16Array>
}

/** Which synthesizer speaks free words, and how long a caller waits for it. */
export type SpeechSettings =
  | { readonly provider: 'off' }
  | { readonly provider: 'espeak-ng'; readonly timeoutMs: number }
  | { readonly provider: 'http'; readonly url: string; readonly timeoutMs: number }
