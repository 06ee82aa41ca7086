import type { Language } from './language.ts'
import type { PromptId } from './names.ts'

/** Words for the speech synthesizer. */
export type Speech = {
  readonly say: string
  readonly language: Language
  /** Played where the words cannot be spoken in time; nothing without it. */
  readonly otherwise?: PromptId
}

/** One piece of what is played: a sound file, or words. */
export type Prompt = PromptId | Speech

/** Who spoke how much of a recording, as shares of the time that was recorded; together they are 1. */
export type SpeechShare = {
  /** The caller's channel alone, and the agents' alone. */
  readonly left: number
  readonly right: number
  /** Both at once: talk-over. */
  readonly both: number
  readonly neither: number
}
