import type { Language } from '../../core/language.ts'
import { localeOf } from '../messages/language.ts'

const second = 1000

/** `m:ss`, from an hour on `h:mm:ss`. Negative durations (a clock that was set back) count as none. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / second))
  const two = (n: number) => String(n).padStart(2, '0')
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** How much of the stretch from `from` to `to` is left: 1 at its start, 0 at its end. */
export function partLeft(from: number, to: number, now: number): number {
  if (to <= from) return 0
  return Math.min(1, Math.max(0, (to - now) / (to - from)))
}

/** `86.0 %`, or a dash while nothing can be said. */
export const formatPercent = (part: number | undefined, digits = 1) =>
  part === undefined ? '–' : `${(part * 100).toFixed(digits)} %`

type Zone = { readonly timeZone?: string }

/** The exact second with its date, in the viewer's locale and zone: what a time shows when hovered. */
export const formatExactly = (at: number, language: Language, zone: Zone = {}) =>
  new Intl.DateTimeFormat(localeOf[language], {
    dateStyle: 'full',
    timeStyle: 'medium',
    ...zone,
  }).format(at)

export const formatClock = (at: number, language: Language, zone: Zone = {}) =>
  new Intl.DateTimeFormat(localeOf[language], {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...zone,
  }).format(at)

const dayOf = (at: number, zone: Zone) =>
  new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...zone }).format(at)

/** `09:12` today; `12 Nov 09:12` on other days of this year; with the year before that. */
export function formatMoment(at: number, now: number, language: Language, zone: Zone = {}): string {
  const time = formatClock(at, language, zone)
  if (dayOf(at, zone) === dayOf(now, zone)) return time
  const sameYear = dayOf(at, zone).slice(0, 4) === dayOf(now, zone).slice(0, 4)
  const day = new Intl.DateTimeFormat(localeOf[language], {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    ...zone,
  }).format(at)
  return `${day} ${time}`
}
