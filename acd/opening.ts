import type { Opening, QueueSwitch } from '../core/policy.ts'

const dayMs = 86_400_000

/** Whether a queue takes contacts; `utcOffsetMinutes`: of the hours' clock. */
export function stateAt(
  to: QueueSwitch,
  opening: Opening | undefined,
  at: number,
  utcOffsetMinutes: number,
): 'open' | 'closed' | 'emergency' {
  if (to !== 'by-hours') return to
  return !opening || isInHours(opening, at + utcOffsetMinutes * 60_000) ? 'open' : 'closed'
}

/** `local`: ms since the epoch on the local clock. */
function isInHours({ hours, holidays = [] }: Opening, local: number): boolean {
  const date = Math.floor(local / dayMs)
  if (holidays.some((holiday) => dayNumber(holiday) === date)) return false
  if (!hours) return true
  // The epoch began on a Thursday.
  const day = ((date + 3) % 7) + 1
  const time = local - date * dayMs
  return hours.some(
    ({ days, from, to }) => days.includes(day) && time >= msOf(from) && time < msOf(to),
  )
}

/** `HH:MM` since midnight. */
function msOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return (hour * 60 + minute) * 60_000
}

/** `YYYY-MM-DD` as days since the epoch, by the Gregorian calendar; years begin in March, so that leap days come last. */
function dayNumber(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const marchYear = month > 2 ? year : year - 1
  const leapDays =
    Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400)
  const daysBefore = Math.floor((153 * ((month + 9) % 12) + 2) / 5)
  return 365 * marchYear + leapDays + daysBefore + day - 1 - 719_468
}
