import type { Language } from '../language.ts'
import { named, type PromptId } from '../names.ts'
import { dateParts, timeParts, weekdayParts } from './calendar.ts'
import { durationParts } from './duration.ts'
import { moneyParts } from './money.ts'
import { digitParts, numberParts, ordinalParts } from './number.ts'
import type { SpokenValue } from './value.ts'

/** The prompts that say the value, in order; none where it makes no sense, such as a date that there is not. */
export const speakValue = (value: SpokenValue, language: Language): readonly PromptId[] =>
  partsOf(value, language).map((part) => named<PromptId>(`${language}/${part}`))

function partsOf(value: SpokenValue, language: Language): readonly string[] {
  if ('number' in value) return numberParts(value.number, language)
  if ('ordinal' in value) return ordinalParts(value.ordinal, language)
  if ('digits' in value) return digitsOf(value, language)
  if ('date' in value) return dateParts(value.date, language)
  if ('weekday' in value) return weekdayParts(value.weekday)
  if ('time' in value) return timeParts(value.time, language)
  if ('durationSeconds' in value) return durationParts(value.durationSeconds, language)
  if ('amount' in value) return moneyParts(value.amount, value.currency, language)
  return language === 'zh'
    ? ['number/percent', ...numberParts(value.percent, language)]
    : [...numberParts(value.percent, language), 'number/percent']
}

const digitsOf = (
  { digits, telephone }: Extract<SpokenValue, { digits: string }>,
  language: Language,
): readonly string[] =>
  digitParts(digits, telephone && language === 'zh' ? 'number/yao' : 'number/1')
