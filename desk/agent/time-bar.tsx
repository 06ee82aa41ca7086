import { useNow } from '../components/use-now.ts'
import { partLeft } from '../state/duration.ts'

/** A stretch of time that runs out, as a bar. */
export function TimeBar({ from, to }: { readonly from: number; readonly to: number }) {
  const left = partLeft(from, to, useNow(250))
  return (
    <span className="time-bar" aria-hidden>
      <i style={{ transform: `scaleX(${left})` }} />
    </span>
  )
}
