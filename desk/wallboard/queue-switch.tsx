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
import { useNow } from '../components/use-now.ts'
import { routingMessages } from '../messages/routing-messages.ts'
import { sayDestination, sayHours } from '../state/opening-words.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { useSupervising } from './supervising.ts'
import { wallboardMessages } from './wallboard-messages.ts'

const icons: Record<QueueSwitch, ReactNode> = {
  'by-hours': <ClockCircleOutlined aria-hidden />,
  open: <CheckCircleOutlined aria-hidden />,
  closed: <StopOutlined aria-hidden />,
  emergency: <AlertFilled aria-hidden />,
}

type QueueSwitchControlProps = {
  readonly queue: QueueView
  readonly tenant: TenantView | undefined
}

/** Whether the queue takes calls now; a supervisor presses it to open or close the queue. */
export function QueueSwitchControl({ queue, tenant }: QueueSwitchControlProps) {
  const { wall } = useSupervising()
  const messages = useMessages(wallboardMessages)
  const { language } = usePreferences()
  const items = useSwitches({ queue, tenant })
  const name = messages.switchQueue(queue.name[language])
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

function SwitchState({ queue: { id, switchedTo }, tenant }: QueueSwitchControlProps) {
  const messages = useMessages(routingMessages)
  const opening = tenant?.queues.find((one) => one.id === id)?.opening
  const state = stateAt(switchedTo, opening, useNow(), tenant?.utcOffsetMinutes ?? 0)
  const said = switchedTo === 'by-hours' ? messages.stateByHours : messages.state
  const isAlways = switchedTo === 'by-hours' && state === 'open' && opening?.hours === undefined
  return (
    <span className={`switch-state is-${state}`}>
      {icons[switchedTo]} {isAlways ? messages.openAlways : said[state]}
    </span>
  )
}

/** What can be chosen; each is asked about before it is done. */
function useSwitches({ queue, tenant }: QueueSwitchControlProps) {
  const { modal } = App.useApp()
  const { language } = usePreferences()
  const { supervise } = useSupervising()
  const { switching } = useMessages(wallboardMessages)
  const messages = useMessages(routingMessages)
  const consequence = useConsequence({ queue, tenant })
  const name = queue.name[language]
  const ask = (to: QueueSwitch) =>
    modal.confirm({
      title: switching.title(messages.switch[to], name),
      content: consequence(to).map((line) => <p key={line}>{line}</p>),
      icon: icons[to],
      okText: switching.yes,
      cancelText: switching.no,
      okButtonProps: { danger: to === 'emergency' },
      onOk: () =>
        supervise(
          { ask: 'switchQueue', queue: queue.id, to },
          switching.done(name, messages.switch[to]),
        ),
    })
  return queueSwitches.map((to) => ({
    key: to,
    icon: icons[to],
    label: messages.switch[to],
    disabled: to === queue.switchedTo,
    onClick: () => void ask(to),
  }))
}

/** What will happen, to those who wait and to those who come. */
function useConsequence({ queue, tenant }: QueueSwitchControlProps) {
  const { switching } = useMessages(wallboardMessages)
  const messages = useMessages(routingMessages)
  const { language } = usePreferences()
  const now = useNow(60_000)
  const opening = tenant?.queues.find(({ id }) => id === queue.id)?.opening
  const say = (to: 'closedTo' | 'emergencyTo') =>
    opening === undefined
      ? messages.destination.goodbye
      : sayDestination(opening[to], messages, tenant?.queues ?? [], language)
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
          switching.byHours(sayHours(opening, messages)),
          switching.now(messages.stateByHours[byHours()]),
        ]
    }
  }
}
