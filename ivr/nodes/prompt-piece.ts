import { z } from 'zod'
import type { Language, Text } from '../../core/language.ts'
import { named, type PromptId } from '../../core/names.ts'
import type { Prompt } from '../../core/sound.ts'
import { isDate, isTime } from '../../core/speaking/calendar.ts'
import { highestSpoken } from '../../core/speaking/number.ts'
import { speakValue } from '../../core/speaking/speak-value.ts'
import { currencies, type SpokenValue } from '../../core/speaking/value.ts'

/** Words for the speech synthesizer, in each language that the caller may have. */
type SpokenWords = {
  readonly say: Text
  /** The prompt in their place where they cannot be spoken in time. */
  readonly otherwise?: string | undefined
}

/** One piece of what a node says: a prompt, a value in recorded parts, or free words. */
export type PromptPiece =
  | string
  | ((SpokenValue | SpokenWords) & {
      /** Of this piece alone; else the caller's. */
      readonly language?: Language | undefined
    })

/** `menu` is spoken in the caller's language; `zh/welcome` names a language itself. */
export const promptName = z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)*$/)

const language = z.enum(['zh', 'en']).optional()
const spokenNumber = z.number().min(-highestSpoken).max(highestSpoken)
const words = z.string().trim().min(1).max(500)
/** By its digits: 0.07 is not seven hundredths in binary. */
const isInHundredths = (amount: number) => /^-?\d+(\.\d\d?)?$/.test(String(amount))

const schemas = [
  z.strictObject({ number: spokenNumber, language }),
  z.strictObject({ ordinal: z.int().min(1).max(highestSpoken), language }),
  z.strictObject({
    digits: z.string().regex(/^[0-9*# -]{1,40}$/, 'must be digits, *, #, spaces and hyphens'),
    telephone: z.boolean().optional(),
    language,
  }),
  z.strictObject({
    date: z.string().refine(isDate, 'must be a day such as 2026-11-22 or 11-22'),
    language,
  }),
  z.strictObject({ weekday: z.int().min(1).max(7), language }),
  z.strictObject({ time: z.string().refine(isTime, 'must be a time such as 14:05'), language }),
  z.strictObject({ durationSeconds: z.number().min(0).max(highestSpoken), language }),
  z.strictObject({
    amount: spokenNumber.refine(isInHundredths, 'must have at most two decimals'),
    currency: z.enum(currencies),
    language,
  }),
  z.strictObject({ percent: spokenNumber, language }),
  z.strictObject({
    say: z.strictObject({ zh: words, en: words }),
    otherwise: promptName.optional(),
    language,
  }),
] as const

/** What a node says, in order. */
export const promptPieces: z.ZodType<readonly PromptPiece[]> = z
  .array(z.union([promptName, ...schemas], 'is no prompt, no value and no words'))
  .min(1)

const promptOf = (name: string, language: Language): PromptId =>
  named<PromptId>(name.includes('/') ? name : `${language}/${name}`)

/** In the caller's language, as it is ordered to be played. */
export function promptsOf(pieces: readonly PromptPiece[], callers: Language): readonly Prompt[] {
  return pieces.flatMap((piece): readonly Prompt[] => {
    if (typeof piece === 'string') return [promptOf(piece, callers)]
    const language = piece.language ?? callers
    if (!('say' in piece)) return speakValue(piece, language)
    const { say, otherwise } = piece
    const fallback = otherwise === undefined ? {} : { otherwise: promptOf(otherwise, language) }
    return [{ say: say[language], language, ...fallback }]
  })
}

/** Every sound file that these pieces may need. */
export const filesOf = (pieces: readonly PromptPiece[], callers: Language): readonly PromptId[] =>
  promptsOf(pieces, callers).flatMap((prompt) =>
    typeof prompt === 'string' ? [prompt] : (prompt.otherwise ?? []),
  )
