import type { PromptId } from './names.ts'
import type { Language } from './tenant.ts'

/** Words for the speech synthesizer. */
export type Speech = {
  readonly say: string
  readonly language: Language
  /** Played where the words cannot be spoken in time; nothing without it. */
  readonly otherwise?: PromptId
}

/** One piece of what is played: a sound file, or words. */
export type Prompt = PromptId | Speech

/** Who spoke how much of a recording, as shares from 0 to 1 of the time that was recorded. */
export type SpeechShare = {
  /** The caller's channel, and the agents'. */
  readonly left: number
  readonly right: number
  /** Both at once: talk-over. */
  readonly both: number
  readonly neither: number
}
