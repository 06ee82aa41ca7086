import { formatDuration, formatExactly, formatMoment, partLeft } from '../state/format.ts'
import { usePreferences } from '../theme/preferences.tsx'
import { useNow } from './use-now.ts'

/** A running time; hovering shows the exact second it began. */
export function Elapsed({ since }: { readonly since: number }) {
  const { language } = usePreferences()
  const now = useNow(250)
  return (
    <time dateTime={new Date(since).toISOString()} title={formatExactly(since, language)}>
      {formatDuration(now - since)}
    </time>
  )
}

/** What is left until an instant. */
export function Remaining({ until }: { readonly until: number }) {
  const { language } = usePreferences()
  const now = useNow(250)
  return (
    <time dateTime={new Date(until).toISOString()} title={formatExactly(until, language)}>
      {formatDuration(until - now + 999)}
    </time>
  )
}

/** When something happened. */
export function Moment({ at }: { readonly at: number }) {
  const { language } = usePreferences()
  const now = useNow(60_000)
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExactly(at, language)}>
      {formatMoment(at, now, language)}
    </time>
  )
}

/** A stretch of time that runs out, as a bar. */
export function TimeBar({ from, to }: { readonly from: number; readonly to: number }) {
  const left = partLeft(from, to, useNow(250))
  return (
    <span className="time-bar" aria-hidden>
      <i style={{ transform: `scaleX(${left})` }} />
    </span>
  )
}
