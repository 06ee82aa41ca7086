import type { Language } from '../../../core/language.ts'

/** Reads the parts of a number back: how a listener would understand them. Throws where they make no number. */
export function numberHeard(parts: readonly string[], language: Language): number {
  const [first, ...others] = parts.map((part) => part.slice('number/'.length))
  if (first === 'minus') return -numberHeard(parts.slice(1), language)
  const words = [first ?? '', ...others]
  const point = words.indexOf('point')
  const whole = point < 0 ? words : words.slice(0, point)
  const value = language === 'zh' ? chineseHeard(whole) : englishHeard(whole)
  return point < 0 ? value : Number(`${value}.${words.slice(point + 1).join('')}`)
}

const chineseUnits: Readonly<Record<string, number>> = { wan: 10_000, yi: 100_000_000 }

function chineseHeard(words: readonly string[]): number {
  let [sum, four] = [0, 0]
  words.forEach((word, index) => {
    const unit = chineseUnits[word]
    if (unit !== undefined) {
      sum += four * unit
      four = 0
    } else if (!(word === '1' && isTeen(words[index + 1]))) {
      // The 一 of 一十二 is not counted: 十二 is recorded as a whole.
      four += word === 'liang' ? 2 : valueOf(word)
    }
  })
  return sum + four
}

const isTeen = (word = '') => Number(word) >= 10 && Number(word) <= 19

const englishUnits: Readonly<Record<string, number>> = {
  thousand: 1000,
  million: 1_000_000,
  billion: 1_000_000_000,
}

function englishHeard(words: readonly string[]): number {
  let [sum, three] = [0, 0]
  for (const word of words) {
    const unit = englishUnits[word]
    if (word === 'hundred') three *= 100
    else if (unit === undefined) three += valueOf(word)
    else {
      sum += three * unit
      three = 0
    }
  }
  return sum + three
}

function valueOf(word: string): number {
  const value = Number(word)
  if (word === '' || !Number.isInteger(value)) throw new Error(`no number: ${word}`)
  return value
}
