import {
  AlertFilled,
  CheckCircleOutlined,
  ClockCircleOutlined,
  DownOutlined,
  StopOutlined,
} from '@ant-design/icons'
import { App, Dropdown } from 'antd'
import type { ReactNode } from 'react'
import { stateAt } from '../../core/opening.ts'
import { type QueueSwitch, queueSwitches } from '../../core/policy.ts'
import type { QueueView, TenantView } from '../../cti/protocol.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { useNow } from '../parts/use-now.ts'
import { sayDestination, sayHours } from '../state/opening-words.ts'
import { routingWords } from '../words/routing-words.ts'
import { useSupervising } from './supervising.ts'
import { wallboardWords } from './wallboard-words.ts'

const icons: Record<QueueSwitch, ReactNode> = {
  'by-hours': <ClockCircleOutlined aria-hidden />,
  open: <CheckCircleOutlined aria-hidden />,
  closed: <StopOutlined aria-hidden />,
  emergency: <AlertFilled aria-hidden />,
}

type Props = { readonly queue: QueueView; readonly tenant: TenantView | undefined }

/** Whether the queue takes calls now; a supervisor presses it to open or close the queue. */
export function QueueSwitchControl({ queue, tenant }: Props) {
  const { wall } = useSupervising()
  const words = useWords(wallboardWords)
  const { language } = useTaste()
  const items = useSwitches({ queue, tenant })
  const name = words.switchQueue(queue.name[language])
  if (wall) return <SwitchState queue={queue} tenant={tenant} />
  return (
    <Dropdown menu={{ items, selectedKeys: [queue.switchedTo] }} trigger={['click']}>
      <button type="button" className="plain queue-switch" title={name} aria-label={name}>
        <SwitchState queue={queue} tenant={tenant} />
        <DownOutlined aria-hidden className="small soft" />
      </button>
    </Dropdown>
  )
}

function SwitchState({ queue: { id, switchedTo }, tenant }: Props) {
  const words = useWords(routingWords)
  const opening = tenant?.queues.find((one) => one.id === id)?.opening
  const state = stateAt(switchedTo, opening, useNow(), tenant?.utcOffsetMinutes ?? 0)
  const said = switchedTo === 'by-hours' ? words.stateByHours : words.state
  const isAlways = switchedTo === 'by-hours' && state === 'open' && opening?.hours === undefined
  return (
    <span className={`switch-state is-${state}`}>
      {icons[switchedTo]} {isAlways ? words.openAlways : said[state]}
    </span>
  )
}

/** What can be chosen; each is asked about before it is done. */
function useSwitches({ queue, tenant }: Props) {
  const { modal } = App.useApp()
  const { language } = useTaste()
  const { supervise } = useSupervising()
  const { switching } = useWords(wallboardWords)
  const words = useWords(routingWords)
  const consequence = useConsequence({ queue, tenant })
  const name = queue.name[language]
  const ask = (to: QueueSwitch) =>
    modal.confirm({
      title: switching.title(words.switch[to], name),
      content: consequence(to).map((line) => <p key={line}>{line}</p>),
      icon: icons[to],
      okText: switching.yes,
      cancelText: switching.no,
      okButtonProps: { danger: to === 'emergency' },
      onOk: () =>
        supervise(
          { ask: 'switchQueue', queue: queue.id, to },
          switching.done(name, words.switch[to]),
        ),
    })
  return queueSwitches.map((to) => ({
    key: to,
    icon: icons[to],
    label: words.switch[to],
    disabled: to === queue.switchedTo,
    onClick: () => void ask(to),
  }))
}

/** What will happen, to those who wait and to those who come. */
function useConsequence({ queue, tenant }: Props) {
  const { switching } = useWords(wallboardWords)
  const words = useWords(routingWords)
  const { language } = useTaste()
  const now = useNow(60_000)
  const opening = tenant?.queues.find(({ id }) => id === queue.id)?.opening
  const say = (to: 'closedTo' | 'emergencyTo') =>
    opening === undefined
      ? words.destination.goodbye
      : sayDestination(opening[to], words, tenant?.queues ?? [], language)
  const byHours = () => stateAt('by-hours', opening, now, tenant?.utcOffsetMinutes ?? 0)
  return (to: QueueSwitch): readonly string[] => {
    switch (to) {
      case 'open':
        return [switching.open]
      case 'closed':
        return [switching.stillServed(queue.waiting), switching.closed(say('closedTo'))]
      case 'emergency':
        return [switching.emergency(queue.waiting, say('emergencyTo'))]
      case 'by-hours':
        return [
          switching.byHours(sayHours(opening, words)),
          switching.now(words.stateByHours[byHours()]),
        ]
    }
  }
}
