import {
  CheckCircleFilled,
  EditFilled,
  HourglassOutlined,
  MinusCircleFilled,
  PhoneFilled,
} from '@ant-design/icons'
import { type ReactNode, useState } from 'react'
import { type Formula, serviceLevel } from '../../core/service-level.ts'
import type { AgentView, ContactView, QueueView, TenantView } from '../../cti/protocol.ts'
import { Elapsed } from '../components/elapsed.tsx'
import { useNow } from '../components/use-now.ts'
import { routingMessages } from '../messages/routing-messages.ts'
import { targetLevel } from '../state/alarm.ts'
import { type Staffing, staffingOf } from '../state/attention.ts'
import { formatDuration, formatExactly, formatPercent } from '../state/format.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { QueueContacts } from './queue-contacts.tsx'
import { QueueSwitchControl } from './queue-switch.tsx'
import { wallboardMessages } from './wallboard-messages.ts'

type QueueTileProps = {
  readonly queue: QueueView
  readonly agents: readonly AgentView[]
  readonly contacts: readonly ContactView[]
  readonly formula: Formula
  readonly tenant: TenantView | undefined
}

/** One queue at a glance; pressing it opens its contacts. */
export function QueueTile({ queue, agents, contacts, formula, tenant }: QueueTileProps) {
  const messages = useMessages(wallboardMessages)
  const { language } = usePreferences()
  const [open, setOpen] = useState(false)
  const now = useNow()
  const name = queue.name[language]
  const { longestSince } = queue
  const over = longestSince !== undefined && now - longestSince > queue.serviceLevelSeconds * 1000
  return (
    <article className={over ? 'tile over-threshold' : 'tile'}>
      <button
        type="button"
        className="plain"
        title={messages.open(name)}
        aria-label={messages.open(name)}
        onClick={() => setOpen(true)}
      >
        <h2>{name}</h2>
      </button>
      <p className="tile-waiting">
        <strong>{queue.waiting}</strong>
        <span>{messages.waiting}</span>
      </p>
      <QueueSwitchControl queue={queue} tenant={tenant} />
      <dl className="tile-figures">
        <Figure name={messages.longest} over={over}>
          {longestSince === undefined ? '–' : <Elapsed since={longestSince} />}
        </Figure>
        <Level queue={queue} formula={formula} />
        <Expected queue={queue} />
        <DayFigures queue={queue} />
      </dl>
      <StaffLine staffing={staffingOf(queue, agents, now)} />
      <QueueContacts open={open} close={() => setOpen(false)} {...{ queue, contacts, agents }} />
    </article>
  )
}

type FigureProps = {
  readonly name: string
  readonly title?: string
  readonly over?: boolean
  readonly children: ReactNode
}

function Figure({ name, title, over = false, children }: FigureProps) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd className={over ? 'over' : undefined}>{children}</dd>
    </div>
  )
}

function Level({ queue, formula }: Pick<QueueTileProps, 'queue' | 'formula'>) {
  const messages = useMessages(wallboardMessages)
  const level = serviceLevel(formula, queue.today)
  return (
    <Figure
      name={`${messages.level} ${formula}`}
      title={`${messages.formulas[formula]}, ${messages.within(queue.serviceLevelSeconds)}`}
      over={level !== undefined && level < targetLevel}
    >
      {formatPercent(level)}
    </Figure>
  )
}

/** What a caller who comes now has to expect. */
function Expected({ queue: { expected } }: Pick<QueueTileProps, 'queue'>) {
  const messages = useMessages(wallboardMessages)
  const { language } = usePreferences()
  if (expected === undefined)
    return (
      <Figure name={messages.expected} title={messages.noExpected}>
        –
      </Figure>
    )
  const [half, most] = [formatDuration(expected.p50Ms), formatDuration(expected.p90Ms)]
  const title = messages.expectedIs(half, most, formatExactly(expected.at, language))
  return (
    <Figure name={messages.expected} title={title}>
      {half}
    </Figure>
  )
}

/** What became of the calls of today. */
function DayFigures({
  queue: { today, callbacks, overflowedToday },
}: Pick<QueueTileProps, 'queue'>) {
  const messages = useMessages(wallboardMessages)
  const { overflow } = useMessages(routingMessages)
  const averageWaitMs = today.answered === 0 ? undefined : today.waitMsAnswered / today.answered
  // The boundary: `Object.entries` forgets the names of the keys.
  const reasons = Object.entries(overflowedToday) as [keyof typeof overflow, number][]
  const overflowed = reasons.reduce((sum, [, count]) => sum + count, 0)
  const why = reasons.map(([reason, count]) => `${overflow[reason]} ${count}`)
  return (
    <>
      <Figure name={messages.averageWait}>
        {averageWaitMs === undefined ? '–' : formatDuration(averageWaitMs)}
      </Figure>
      <Figure name={messages.offered}>{today.offered}</Figure>
      <Figure name={messages.answered}>{today.answered}</Figure>
      <Figure name={messages.abandoned}>{today.abandoned}</Figure>
      <Figure name={messages.overflowed} title={[messages.overflowedIs, ...why].join('\n')}>
        {overflowed}
      </Figure>
      <Figure name={messages.callbacks}>{callbacks}</Figure>
    </>
  )
}

const icons: Record<keyof Staffing, ReactNode> = {
  ready: <CheckCircleFilled aria-hidden />,
  busy: <PhoneFilled aria-hidden />,
  wrapUp: <EditFilled aria-hidden />,
  notReady: <MinusCircleFilled aria-hidden />,
  spared: <HourglassOutlined aria-hidden />,
}
const order: readonly (keyof Staffing)[] = ['ready', 'spared', 'busy', 'wrapUp', 'notReady']

function StaffLine({ staffing }: { readonly staffing: Staffing }) {
  const messages = useMessages(wallboardMessages).staff
  return (
    <ul className="staff-line">
      {order.map((state) => (
        <li key={state} className={`staff-${state}`} title={messages[state]}>
          {icons[state]} <strong>{staffing[state]}</strong>{' '}
          <span className={state === 'spared' ? 'unseen' : undefined}>{messages[state]}</span>
        </li>
      ))}
    </ul>
  )
}
