import { CheckCircleFilled, EditFilled, MinusCircleFilled, PhoneFilled } from '@ant-design/icons'
import { type ReactNode, useState } from 'react'
import { type Formula, serviceLevel } from '../../core/service-level.ts'
import type { AgentView, ContactView, QueueView } from '../../cti/protocol.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { useNow } from '../parts/use-now.ts'
import { targetLevel } from '../state/alarm.ts'
import { type Staffing, staffingOf } from '../state/attention.ts'
import { formatDuration } from '../state/duration.ts'
import { formatPercent } from '../state/percent.ts'
import { QueueContacts } from './queue-contacts.tsx'
import { wallboardWords } from './wallboard-words.ts'

type Props = {
  readonly queue: QueueView
  readonly agents: readonly AgentView[]
  readonly contacts: readonly ContactView[]
  readonly formula: Formula
}

/** One queue at a glance; pressing it opens its contacts. */
export function QueueTile({ queue, agents, contacts, formula }: Props) {
  const words = useWords(wallboardWords)
  const { language } = useTaste()
  const [open, setOpen] = useState(false)
  const now = useNow()
  const name = queue.name[language]
  const { longestSince, today } = queue
  const over = longestSince !== undefined && now - longestSince > queue.serviceLevelSeconds * 1000
  const averageWaitMs = today.answered === 0 ? undefined : today.waitMsAnswered / today.answered
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
      <dl className="tile-figures">
        <Figure name={words.longest} over={over}>
          {longestSince === undefined ? '–' : <Elapsed since={longestSince} />}
        </Figure>
        <Level queue={queue} formula={formula} />
        <Figure name={words.averageWait}>
          {averageWaitMs === undefined ? '–' : formatDuration(averageWaitMs)}
        </Figure>
        <Figure name={words.offered}>{today.offered}</Figure>
        <Figure name={words.answered}>{today.answered}</Figure>
        <Figure name={words.abandoned}>{today.abandoned}</Figure>
      </dl>
      <StaffLine staffing={staffingOf(queue, agents)} />
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

const icons: Record<keyof Staffing, ReactNode> = {
  ready: <CheckCircleFilled aria-hidden />,
  busy: <PhoneFilled aria-hidden />,
  wrapUp: <EditFilled aria-hidden />,
  notReady: <MinusCircleFilled aria-hidden />,
}
const order: readonly (keyof Staffing)[] = ['ready', 'busy', 'wrapUp', 'notReady']

function StaffLine({ staffing }: { readonly staffing: Staffing }) {
  const words = useWords(wallboardWords).staff
  return (
    <ul className="staff-line">
      {order.map((state) => (
        <li key={state} className={`staff-${state}`} title={words[state]}>
          {icons[state]} <strong>{staffing[state]}</strong> <span>{words[state]}</span>
        </li>
      ))}
    </ul>
  )
}
