import type { Language } from '../language.ts'
import { chineseNumber } from './chinese-number.ts'
import { englishNumber, englishOrdinal } from './english-number.ts'

/** 9999 亿 and more could be said, but nobody could follow. */
export const highestSpoken = 999_999_999_999

/** Any finite number, with its sign and decimals; nothing for any other. */
export function numberParts(value: number, language: Language): readonly string[] {
  if (!Number.isFinite(value)) return []
  const [whole = '', decimals] = decimal(Math.abs(value)).split('.')
  return [
    ...(value < 0 ? ['number/minus'] : []),
    ...(Number(whole) <= highestSpoken ? wholeParts(Number(whole), language) : digitParts(whole)),
    ...(decimals === undefined ? [] : ['number/point', ...digitParts(decimals)]),
  ]
}

const wholeParts = (value: number, language: Language): readonly string[] =>
  language === 'zh' ? chineseNumber(value) : englishNumber(value)

/** 第二, second. A place that cannot be is told as a number. */
export function ordinalParts(place: number, language: Language): readonly string[] {
  if (!Number.isInteger(place) || place < 1 || place > highestSpoken)
    return numberParts(place, language)
  return language === 'zh' ? ['number/di', ...chineseNumber(place)] : englishOrdinal(place)
}

/** Digits and the keys star and pound; a hyphen or a space is a pause, what else there is is not said. */
export const digitParts = (digits: string, one = 'number/1'): readonly string[] =>
  Array.from(digits).flatMap((digit) => {
    if (digit === '1') return [one]
    if (/\d/.test(digit)) return [`number/${digit}`]
    return signs[digit] ?? []
  })

const signs: Readonly<Record<string, string>> = {
  '*': 'key-star',
  '#': 'key-pound',
  '-': 'pause',
  ' ': 'pause',
}

/** In digits alone: a number's own text may have an exponent. */
function decimal(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  return value < 1 ? value.toFixed(20).replace(/\.?0+$/, '') : BigInt(value).toString()
}
