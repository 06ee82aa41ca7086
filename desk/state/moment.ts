import type { Language } from '../../core/tenant.ts'
import { localeOf } from '../messages/language.ts'

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
