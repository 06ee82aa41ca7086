import { useEffect, useState } from 'react'
import type { QueueView } from '../../cti/protocol.ts'
import { centreNow, useNow } from '../components/use-now.ts'
import { formatClock } from '../state/format.ts'
import { addLook, ofToday, type Sample, stepPath, stretchMs } from '../state/trend.ts'
import { remember, remembered } from '../theme/local-memory.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { wallboardMessages } from './wallboard-messages.ts'

const width = 600
const height = 90

function recall(): readonly Sample[] {
  try {
    // Written by this page itself; anything else counts as nothing.
    const samples: unknown = JSON.parse(remembered('trend') ?? '[]')
    return Array.isArray(samples) ? ofToday(samples as Sample[], centreNow()) : []
  } catch {
    return []
  }
}

/** Looks at the queues each second and keeps the day's samples in this browser. */
function useTrend(queues: readonly QueueView[]): readonly Sample[] {
  const [samples, setSamples] = useState(recall)
  const now = useNow()
  useEffect(() => {
    if (queues.length === 0) return
    setSamples((before) => {
      const after = ofToday(addLook(before, queues, now), now)
      if (after.length !== before.length) remember('trend', JSON.stringify(after))
      return after.length === before.length && after.at(-1) === before.at(-1) ? before : after
    })
  }, [queues, now])
  return samples
}

/** How many waited over the day. */
export function TrendLine({ queues }: { readonly queues: readonly QueueView[] }) {
  const messages = useMessages(wallboardMessages)
  const { language } = usePreferences()
  const samples = useTrend(queues)
  const first = samples[0]
  const last = samples.at(-1)
  const from = first?.at ?? 0
  const to = Math.max((last?.at ?? 0) + stretchMs, from + 10 * stretchMs)
  const path = stepPath(samples, from, to, width, height)
  const most = Math.max(0, ...samples.map(({ waiting }) => waiting))
  const end = ((last?.at ?? from) + stretchMs - from) / Math.max(1, to - from)
  return (
    <section className="board-panel trend">
      <h2 className="label">
        {messages.trend}
        <span className="soft">
          {messages.most} {most}
        </span>
      </h2>
      {samples.length < 2 ? (
        <p className="nothing">{messages.trendEmpty}</p>
      ) : (
        <>
          <svg
            viewBox={`0 -4 ${width} ${height + 8}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={`${messages.trend}, ${messages.most} ${most}`}
          >
            <path className="trend-area" d={`${path} L${end * width},${height} L0,${height} Z`} />
            <path className="trend-stroke" d={path} />
          </svg>
          <p className="trend-axis soft small">
            <span>{formatClock(from, language)}</span>
            <span>{formatClock(to, language)}</span>
          </p>
        </>
      )}
    </section>
  )
}
