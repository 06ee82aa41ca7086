import type { Hours, Opening } from '../../core/policy.ts'
import type { FaultPath } from './fault-path.ts'
import { type Finding, finding } from './fault.ts'
import { inWhole } from './ranges.ts'

const begin = /^([01]\d|2[0-3]):[0-5]\d$/
/** `24:00` is the end of the day. */
const end = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/

/** Hours of days that there are, dates that there are. */
export function* checkOpening(path: FaultPath, { hours, holidays }: Opening): Generator<Finding> {
  if (hours?.length === 0) yield finding([...path, 'hours'], 'empty')
  for (const [index, each] of (hours ?? []).entries())
    yield* checkHours([...path, 'hours', index], each)
  for (const [index, date] of (holidays ?? []).entries())
    if (!isDate(date)) yield finding([...path, 'holidays', index], 'not-a-date', date)
}

/** A part of the day that begins before it ends. */
export function* checkHours(path: FaultPath, { days, from, to }: Hours): Generator<Finding> {
  if (days.length === 0) yield finding([...path, 'days'], 'empty')
  for (const [index, day] of days.entries()) {
    yield* inWhole([...path, 'days', index], day, 1, 7)
    if (days.indexOf(day) < index) yield finding([...path, 'days', index], 'given-twice', day)
  }
  if (!begin.test(from)) yield finding([...path, 'from'], 'not-a-time', from)
  if (!end.test(to)) yield finding([...path, 'to'], 'not-a-time', to)
  // Of two digits each, times compare as text.
  if (begin.test(from) && end.test(to) && from >= to)
    yield finding(path, 'ends-before-start', from, to)
}

const daysOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** `YYYY-MM-DD`, and in the calendar. */
export function isDate(date: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return false
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const most = isLeap && month === 2 ? 29 : (daysOf[month - 1] ?? 0)
  return day >= 1 && day <= most
}
