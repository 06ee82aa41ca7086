import { WarningFilled } from '@ant-design/icons'
import type { QueueView } from '../../cti/protocol.ts'
import { Elapsed } from '../components/elapsed.tsx'
import { useNow } from '../components/use-now.ts'
import { routingMessages } from '../messages/routing-messages.ts'
import { dayFigures, occupancyNow } from '../state/day-figures.ts'
import { formatDuration, formatPercent } from '../state/format.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useDesk } from './desk-context.ts'

const duration = (ms: number | undefined) => (ms === undefined ? '–' : formatDuration(ms))

/** The agent's own day at the left, the agent's queues at the right. */
export function FootBar() {
  const { view, me } = useDesk()
  const messages = useMessages(agentMessages).day
  const routing = useMessages(routingMessages)
  const day = dayFigures(me)
  const occupied = occupancyNow(me, useNow(10_000))
  const figures = [
    [messages.handled, String(day.handled)],
    [messages.averageTalk, duration(day.averageTalkMs)],
    [messages.averageWrapUp, duration(day.averageWrapUpMs)],
    [messages.talk, formatDuration(day.talkMs)],
  ] as const
  return (
    <footer className="foot-bar">
      <dl aria-label={messages.title}>
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
      <ul aria-label={messages.queues}>
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
  const { language } = usePreferences()
  const messages = useMessages(agentMessages).day
  const now = useNow()
  const { longestSince } = queue
  const over = longestSince !== undefined && now - longestSince > queue.serviceLevelSeconds * 1000
  return (
    <li>
      <strong>{queue.name[language]}</strong>
      {queue.waiting === 0 ? (
        <span className="soft">{messages.nobodyWaits}</span>
      ) : (
        <span className={over ? 'queue-waits over' : 'queue-waits'}>
          {over && <WarningFilled aria-label={messages.over} />}
          {queue.waiting} {messages.waiting}
          {longestSince !== undefined && <Elapsed since={longestSince} />}
        </span>
      )}
    </li>
  )
}
