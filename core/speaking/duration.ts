import type { Language } from '../language.ts'
import { chineseCount } from './chinese-number.ts'
import { englishNumber } from './english-number.ts'
import { highestSpoken } from './number.ts'

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** 两小时五分钟; two hours five minutes. Rounded to seconds; nothing for less than none or more than can be counted. */
export function durationParts(seconds: number, language: Language): readonly string[] {
  if (!(seconds >= 0 && seconds <= highestSpoken)) return []
  let rest = Math.round(seconds)
  if (rest === 0) return counted(0, 'second', language)
  return units.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest %= size
    return count === 0 ? [] : counted(count, unit, language)
  })
}

function counted(count: number, unit: string, language: Language): readonly string[] {
  if (language === 'zh') return [...chineseCount(count), `duration/${unit}`]
  return [...englishNumber(count), `duration/${unit}${count === 1 ? '' : 's'}`]
}
