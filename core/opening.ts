import type { Opening, QueueSwitch } from './policy.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

export type QueueState = 'open' | 'closed' | 'emergency'

/** Whether a queue takes contacts at this instant. `utcOffsetMinutes`: of the clock that the hours are meant by. */
export function stateAt(
  to: QueueSwitch,
  opening: Pick<Opening, 'hours' | 'holidays'> | undefined,
  at: number,
  utcOffsetMinutes: number,
): QueueState {
  if (to !== 'by-hours') return to
  return !opening || isWithinHours(opening, at + utcOffsetMinutes * minuteMs) ? 'open' : 'closed'
}

/** `local`: ms since the epoch on the local clock. */
function isWithinHours(
  { hours, holidays }: Pick<Opening, 'hours' | 'holidays'>,
  local: number,
): boolean {
  const days = Math.floor(local / dayMs)
  if (holidays?.includes(dateOf(days))) return false
  if (!hours) return true
  // 1970 began on a Thursday.
  const weekday = ((days + 3) % 7) + 1
  const time = local - days * dayMs
  return hours.some(
    (each) => each.days.includes(weekday) && time >= msOf(each.from) && time < msOf(each.to),
  )
}

/** `HH:MM` since midnight. */
function msOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return (hours * 60 + minutes) * minuteMs
}

/** `YYYY-MM-DD`, of days since 1970-01-01; years are counted from March, so that a leap day is the last of its year. */
function dateOf(days: number): string {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const inEra = shifted - era * 146_097
  const leaps = Math.floor(inEra / 1460) - Math.floor(inEra / 36_524) + Math.floor(inEra / 146_096)
  const yearOfEra = Math.floor((inEra - leaps) / 365)
  const inYear = inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * inYear + 2) / 153)
  const day = inYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-')
}
