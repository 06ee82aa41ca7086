import type { Language } from '../language.ts'
import { chineseCount, chineseNumber } from './chinese-number.ts'
import { englishOrdinal, englishYear } from './english-number.ts'
import { digitParts } from './number.ts'

/** 二零二六年十一月二十二日; November twenty-second, twenty twenty-six. Nothing for a text that is no date. */
export function dateParts(date: string, language: Language): readonly string[] {
  if (!isDate(date)) return []
  const [day = 0, month = 0, year] = date.split('-').map(Number).reverse()
  if (language === 'en')
    return [
      `month/${month}`,
      ...englishOrdinal(day),
      ...(year === undefined ? [] : englishYear(year)),
    ]
  const inYear = year === undefined ? [] : [...digitParts(String(year)), 'date/year']
  return [...inYear, `month/${month}`, ...chineseNumber(day), 'date/day']
}

/** `2026-02-28` or `02-29`: a day that there is. */
export function isDate(text: string): boolean {
  const [, year, month, day] = /^(?:(\d{4})-)?(\d\d)-(\d\d)$/.exec(text) ?? []
  if (month === undefined || day === undefined || year === '0000') return false
  const days = daysIn(Number(month), year === undefined ? 2000 : Number(year))
  return Number(day) >= 1 && Number(day) <= days
}

function daysIn(month: number, year: number): number {
  if (month < 1 || month > 12) return 0
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (month === 2) return isLeap ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

export const weekdayParts = (weekday: number): readonly string[] =>
  Number.isInteger(weekday) && weekday >= 1 && weekday <= 7 ? [`weekday/${weekday}`] : []

/** 下午两点零五分; two oh five p.m. Nothing for a text that is no time. */
export function timeParts(time: string, language: Language): readonly string[] {
  if (!isTime(time)) return []
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return language === 'zh' ? chineseTime(hour, minute) : englishTime(hour, minute)
}

export const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

function chineseTime(hour: number, minute: number): readonly string[] {
  const [, name] = partsOfDay.find(([until]) => hour < until) ?? partsOfDay[0]
  const onClock = hour > 12 ? hour - 12 : hour
  const minutes =
    minute === 0
      ? ['time/sharp']
      : [...(minute < 10 ? ['number/0'] : []), `number/${minute}`, 'time/minute']
  return [name, ...chineseCount(onClock), 'time/hour', ...minutes]
}

/** Each until its hour. */
const partsOfDay = [
  [6, 'time/small-hours'],
  [9, 'time/early'],
  [12, 'time/morning'],
  [13, 'time/midday'],
  [18, 'time/afternoon'],
  [24, 'time/evening'],
] as const

function englishTime(hour: number, minute: number): readonly string[] {
  if (minute === 0 && hour % 12 === 0) return [hour === 0 ? 'time/midnight' : 'time/noon']
  const minutes = minute === 0 ? [] : [...(minute < 10 ? ['number/oh'] : []), `number/${minute}`]
  return [`number/${hour % 12 || 12}`, ...minutes, hour < 12 ? 'time/am' : 'time/pm']
}
