import type { Language } from '../language.ts'
import { chineseCount } from './chinese-number.ts'
import { englishNumber } from './english-number.ts'
import { highestSpoken, numberParts } from './number.ts'
import type { Currency } from './value.ts'

/** 十二元三角四分, twelve dollars and thirty-four cents; rounded to the hundredth. */
export function moneyParts(
  amount: number,
  currency: Currency,
  language: Language,
): readonly string[] {
  if (!Number.isFinite(amount)) return []
  const hundredths = Math.round(Math.abs(amount) * 100)
  const [whole, rest] = [Math.floor(hundredths / 100), hundredths % 100]
  const sign = amount < 0 && hundredths > 0 ? ['number/minus'] : []
  if (whole > highestSpoken) return [...numberParts(amount, language), names[language](currency)]
  return [...sign, ...told[language](whole, rest, currency)]
}

type MoneyWords = (whole: number, rest: number, currency: Currency) => readonly string[]

const inChinese: MoneyWords = (whole, rest, currency) => {
  const name = currency.toLowerCase()
  const units = whole > 0 || rest === 0 ? [...chineseCount(whole), `money/${name}`] : []
  if (rest === 0) return units
  if (currency !== 'CNY') return [...units, ...chineseCount(rest), `money/${name}-cent`]
  const [tenths, hundredths] = [Math.floor(rest / 10), rest % 10]
  const gap = tenths === 0 && units.length > 0 ? ['number/0'] : []
  return [
    ...units,
    ...(tenths > 0 ? [...chineseCount(tenths), 'money/jiao'] : gap),
    ...(hundredths > 0 ? [...chineseCount(hundredths), 'money/fen'] : []),
  ]
}

const inEnglish: MoneyWords = (whole, rest, currency) => {
  const name = currency.toLowerCase()
  const plural = (count: number) => (count === 1 || currency === 'CNY' ? '' : 's')
  const units =
    whole > 0 || rest === 0 ? [...englishNumber(whole), `money/${name}${plural(whole)}`] : []
  if (rest === 0) return units
  const cent = currency === 'CNY' ? 'money/fen' : `money/cent${plural(rest)}`
  return [...units, ...(units.length > 0 ? ['money/and'] : []), ...englishNumber(rest), cent]
}

const told: Readonly<Record<Language, MoneyWords>> = { zh: inChinese, en: inEnglish }

const names: Readonly<Record<Language, (currency: Currency) => string>> = {
  zh: (currency) => `money/${currency.toLowerCase()}`,
  en: (currency) => `money/${currency.toLowerCase()}${currency === 'CNY' ? '' : 's'}`,
}
