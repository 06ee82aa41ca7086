import { formatDuration } from '../state/duration.ts'
import { formatExactly, formatMoment } from '../state/moment.ts'
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
