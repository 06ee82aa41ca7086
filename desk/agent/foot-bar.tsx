import { WarningFilled } from '@ant-design/icons'
import type { QueueView } from '../../cti/protocol.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { useNow } from '../parts/use-now.ts'
import { dayFigures, occupancyNow } from '../state/day-figures.ts'
import { formatDuration } from '../state/duration.ts'
import { formatPercent } from '../state/percent.ts'
import { routingWords } from '../words/routing-words.ts'
import { agentWords } from './agent-words.ts'
import { useDesk } from './desk-context.ts'

const duration = (ms: number | undefined) => (ms === undefined ? '–' : formatDuration(ms))

/** The agent's own day at the left, the agent's queues at the right. */
export function FootBar() {
  const { view, me } = useDesk()
  const words = useWords(agentWords).day
  const routing = useWords(routingWords)
  const day = dayFigures(me)
  const occupied = occupancyNow(me, useNow(10_000))
  const figures = [
    [words.handled, String(day.handled)],
    [words.averageTalk, duration(day.averageTalkMs)],
    [words.averageWrapUp, duration(day.averageWrapUpMs)],
    [words.talk, formatDuration(day.talkMs)],
  ] as const
  return (
    <footer className="foot-bar">
      <dl aria-label={words.title}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div title={routing.occupancyIs}>
          <dt>{routing.occupancy}</dt>
          <dd>{formatPercent(occupied, 0)}</dd>
        </div>
      </dl>
      <ul aria-label={words.queues}>
        {view.queues
          .filter((queue) => me.queues.includes(queue.id))
          .map((queue) => (
            <QueueFigure key={queue.id} queue={queue} />
          ))}
      </ul>
    </footer>
  )
}

function QueueFigure({ queue }: { readonly queue: QueueView }) {
  const { language } = useTaste()
  const words = useWords(agentWords).day
  const now = useNow()
  const { longestSince } = queue
  const over = longestSince !== undefined && now - longestSince > queue.serviceLevelSeconds * 1000
  return (
    <li>
      <strong>{queue.name[language]}</strong>
      {queue.waiting === 0 ? (
        <span className="soft">{words.nobodyWaits}</span>
      ) : (
        <span className={over ? 'queue-waits over' : 'queue-waits'}>
          {over && <WarningFilled aria-label={words.over} />}
          {queue.waiting} {words.waiting}
          {longestSince !== undefined && <Elapsed since={longestSince} />}
        </span>
      )}
    </li>
  )
}
