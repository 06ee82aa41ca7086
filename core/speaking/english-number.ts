/**
 * A whole number from 0 to `highestSpoken` as it is said in American English, in parts, without an "and": 1203 is
 * one thousand two hundred three.
 */
export function englishNumber(value: number): readonly string[] {
  if (value === 0) return ['number/0']
  return units.flatMap(([unit, name]) => {
    const three = Math.floor(value / unit) % 1000
    return three === 0 ? [] : [...threeDigits(three), ...(name ? [name] : [])]
  })
}

/** 21 is twenty-first: only the last word changes. */
export function englishOrdinal(value: number): readonly string[] {
  const parts = englishNumber(value)
  const [last = ''] = parts.slice(-1)
  const word = last.slice('number/'.length)
  const number = Number(word)
  const isCompound = number > 20 && number % 10 > 0
  const end = isCompound
    ? [`number/${number - (number % 10)}`, `ordinal/${number % 10}`]
    : [`ordinal/${word}`]
  return [...parts.slice(0, -1), ...end]
}

/** 1999 is nineteen ninety-nine, 2005 two thousand five, 1905 nineteen oh five. */
export function englishYear(year: number): readonly string[] {
  const [century, rest] = [Math.floor(year / 100), year % 100]
  const isCounted = century % 10 === 0 && rest < 10
  if (isCounted || year < 1000) return englishNumber(year)
  if (rest === 0) return [`number/${century}`, 'number/hundred']
  return [`number/${century}`, ...(rest < 10 ? ['number/oh'] : []), `number/${rest}`]
}

const units = [
  [1_000_000_000, 'number/billion'],
  [1_000_000, 'number/million'],
  [1000, 'number/thousand'],
  [1, ''],
] as const

function threeDigits(three: number): readonly string[] {
  const [hundreds, rest] = [Math.floor(three / 100), three % 100]
  const parts = hundreds > 0 ? [`number/${hundreds}`, 'number/hundred'] : []
  return rest > 0 ? [...parts, `number/${rest}`] : parts
}
