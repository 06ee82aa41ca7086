import { named, type PromptId } from '../core/names.ts'
import type { Language } from '../core/tenant.ts'
import { between, oneOf } from './chance.ts'

const sentences = ['welcome', 'menu', 'please-wait', 'transferring', 'goodbye'] as const
const mostNumbers = 6

/** Something to say: prompts of the house in this language. It makes no sense, but it is a voice. */
export function inventSpeech(language: Language): PromptId[] {
  const numbers = Array.from({ length: Math.floor(between(1, mostNumbers)) }, () =>
    prompt(language, `number/${Math.floor(between(1, 99))}`),
  )
  return [prompt(language, oneOf(sentences)), ...numbers]
}

const prompt = (language: Language, name: string): PromptId =>
  named<PromptId>(`${language}/${name}`)
