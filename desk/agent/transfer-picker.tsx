import { SearchOutlined, SwapOutlined, TeamOutlined } from '@ant-design/icons'
import { Button, Input, Popover } from 'antd'
import { type ReactNode, useState } from 'react'
import type { TransferTarget } from '../../core/event.ts'
import { formatPhoneNumber } from '../state/phone-number.ts'
import { findColleagues, findQueues, numberSought } from '../state/search.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useDesk } from './desk-context.ts'
import { Colleague } from './directory.tsx'
import type { Picking } from './middle-card.tsx'

type TransferPickerProps = {
  readonly picking: Picking
  readonly open: boolean
  readonly setOpen: (open: boolean) => void
  readonly disabled: boolean
}

/** Where to send the caller, or whom to ask: a queue, a colleague with the state he is in, or a number outside. */
export function TransferPicker({ picking, open, setOpen, disabled }: TransferPickerProps) {
  const messages = useMessages(agentMessages)
  return (
    <Popover
      open={open && !disabled}
      onOpenChange={setOpen}
      trigger="click"
      destroyOnHidden
      content={<TransferList picking={picking} close={() => setOpen(false)} />}
    >
      <Button icon={icons[picking]} disabled={disabled} title={keys[picking]}>
        {messages.action[picking]}
      </Button>
    </Popover>
  )
}

const icons = { transfer: <SwapOutlined />, consult: <TeamOutlined /> } as const
const keys = { transfer: 'Alt+T', consult: 'Alt+C' } as const

type TransferChoice = { readonly to: TransferTarget; readonly name: string }

type TransferListProps = { readonly picking: Picking; readonly close: () => void }

function TransferList({ picking, close }: TransferListProps) {
  const { actions, view, me } = useDesk()
  const messages = useMessages(agentMessages)[picking]
  // Who types a colleague's number does not mean one outside.
  const chosenBy = (typed: string) =>
    findColleagues(view.agents, me.id, typed).length > 0 ? undefined : dialled(typed)
  const [query, setQuery] = useState('')
  const [choice, setChoice] = useState<TransferChoice>()
  return (
    <form
      className="transfer"
      onSubmit={(event) => {
        event.preventDefault()
        if (choice === undefined) return
        if (picking === 'transfer') actions.transfer(choice.to)
        else if (!('queue' in choice.to)) actions.consult(choice.to)
        close()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
      }}
    >
      <Input
        autoFocus
        allowClear
        prefix={<SearchOutlined aria-hidden />}
        placeholder={messages.search}
        aria-label={messages.search}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setChoice(chosenBy(event.target.value))
        }}
      />
      <Targets picking={picking} query={query} choice={choice} choose={setChoice} />
      <Button type="primary" htmlType="submit" block disabled={choice === undefined}>
        {choice === undefined ? messages.choose : messages.to(choice.name)}
      </Button>
      <p className="soft small">{messages.gone}</p>
    </form>
  )
}

/** What was typed is a number to call, where it looks like one. */
function dialled(query: string): TransferChoice | undefined {
  const number = numberSought(query)
  return /^\+?\d{3,20}$/.test(number)
    ? { to: { number }, name: formatPhoneNumber(number) }
    : undefined
}

type TargetsProps = {
  readonly picking: Picking
  readonly query: string
  readonly choice: TransferChoice | undefined
  readonly choose: (choice: TransferChoice) => void
}

function Targets({ picking, query, choice, choose }: TargetsProps) {
  const { view, me } = useDesk()
  const { language } = usePreferences()
  const messages = useMessages(agentMessages).transfer
  const queues = picking === 'consult' ? [] : findQueues(view.queues, language, query)
  const outside = dialled(query)
  const colleagues = findColleagues(view.agents, me.id, query)
  const target = (to: TransferTarget, name: string, row: ReactNode) => (
    <button
      type="button"
      key={name}
      aria-pressed={choice?.name === name}
      onClick={() => choose({ to, name })}
    >
      {row}
    </button>
  )
  return (
    <div className="transfer-targets">
      {queues.length > 0 && <h3 className="label">{messages.queues}</h3>}
      {queues.map(({ id, name, waiting }) =>
        target(
          { queue: id },
          name[language],
          <>
            <span>{name[language]}</span>
            <span className="soft small">{messages.waiting(waiting)}</span>
          </>,
        ),
      )}
      {colleagues.length > 0 && <h3 className="label">{messages.colleagues}</h3>}
      {colleagues.map((agent) =>
        target({ agent: agent.id }, `${agent.name} ${agent.id}`, <Colleague agent={agent} />),
      )}
      {outside && <h3 className="label">{messages.outside}</h3>}
      {outside && target(outside.to, outside.name, <span>{outside.name}</span>)}
      {queues.length + colleagues.length === 0 && !outside && (
        <p className="nothing">{messages.nobody}</p>
      )}
    </div>
  )
}
