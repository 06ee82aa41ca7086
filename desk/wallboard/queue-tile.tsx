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
import { useTaste, useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { useNow } from '../parts/use-now.ts'
import { targetLevel } from '../state/alarm.ts'
import { type Staffing, staffingOf } from '../state/attention.ts'
import { formatDuration } from '../state/duration.ts'
import { formatExactly } from '../state/moment.ts'
import { formatPercent } from '../state/percent.ts'
import { routingWords } from '../words/routing-words.ts'
import { QueueContacts } from './queue-contacts.tsx'
import { QueueSwitchControl } from './queue-switch.tsx'
import { wallboardWords } from './wallboard-words.ts'

type Props = {
  readonly queue: QueueView
  readonly agents: readonly AgentView[]
  readonly contacts: readonly ContactView[]
  readonly formula: Formula
  readonly tenant: TenantView | undefined
}

/** One queue at a glance; pressing it opens its contacts. */
export function QueueTile({ queue, agents, contacts, formula, tenant }: Props) {
  const words = useWords(wallboardWords)
  const { language } = useTaste()
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
        title={words.open(name)}
        aria-label={words.open(name)}
        onClick={() => setOpen(true)}
      >
        <h2>{name}</h2>
      </button>
      <p className="tile-waiting">
        <strong>{queue.waiting}</strong>
        <span>{words.waiting}</span>
      </p>
      <QueueSwitchControl queue={queue} tenant={tenant} />
      <dl className="tile-figures">
        <Figure name={words.longest} over={over}>
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

function Level({ queue, formula }: Pick<Props, 'queue' | 'formula'>) {
  const words = useWords(wallboardWords)
  const level = serviceLevel(formula, queue.today)
  return (
    <Figure
      name={`${words.level} ${formula}`}
      title={`${words.formulas[formula]}, ${words.within(queue.serviceLevelSeconds)}`}
      over={level !== undefined && level < targetLevel}
    >
      {formatPercent(level)}
    </Figure>
  )
}

/** What a caller who comes now has to expect. */
function Expected({ queue: { expected } }: Pick<Props, 'queue'>) {
  const words = useWords(wallboardWords)
  const { language } = useTaste()
  if (expected === undefined)
    return (
      <Figure name={words.expected} title={words.noExpected}>
        –
      </Figure>
    )
  const [half, most] = [formatDuration(expected.p50Ms), formatDuration(expected.p90Ms)]
  const title = words.expectedIs(half, most, formatExactly(expected.at, language))
  return (
    <Figure name={words.expected} title={title}>
      {half}
    </Figure>
  )
}

/** What became of the calls of today. */
function DayFigures({ queue: { today, callbacks, overflowedToday } }: Pick<Props, 'queue'>) {
  const words = useWords(wallboardWords)
  const { overflow } = useWords(routingWords)
  const averageWaitMs = today.answered === 0 ? undefined : today.waitMsAnswered / today.answered
  // The boundary: `Object.entries` forgets the names of the keys.
  const reasons = Object.entries(overflowedToday) as [keyof typeof overflow, number][]
  const overflowed = reasons.reduce((sum, [, count]) => sum + count, 0)
  const why = reasons.map(([reason, count]) => `${overflow[reason]} ${count}`)
  return (
    <>
      <Figure name={words.averageWait}>
        {averageWaitMs === undefined ? '–' : formatDuration(averageWaitMs)}
      </Figure>
      <Figure name={words.offered}>{today.offered}</Figure>
      <Figure name={words.answered}>{today.answered}</Figure>
      <Figure name={words.abandoned}>{today.abandoned}</Figure>
      <Figure name={words.overflowed} title={[words.overflowedIs, ...why].join('\n')}>
        {overflowed}
      </Figure>
      <Figure name={words.callbacks}>{callbacks}</Figure>
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
  const words = useWords(wallboardWords).staff
  return (
    <ul className="staff-line">
      {order.map((state) => (
        <li key={state} className={`staff-${state}`} title={words[state]}>
          {icons[state]} <strong>{staffing[state]}</strong>{' '}
          <span className={state === 'spared' ? 'unseen' : undefined}>{words[state]}</span>
        </li>
      ))}
    </ul>
  )
}
