import { SearchOutlined, SwapOutlined } from '@ant-design/icons'
import { Button, Input, Popover } from 'antd'
import { type ReactNode, useState } from 'react'
import type { TransferTarget } from '../../core/event.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { findColleagues, findQueues } from '../state/search.ts'
import { agentWords } from './agent-words.ts'
import { Colleague } from './colleague.tsx'
import { useDesk } from './desk-context.ts'

type Props = {
  readonly open: boolean
  readonly setOpen: (open: boolean) => void
  readonly disabled: boolean
}

/** Where to send the caller: a queue, or a colleague with the state he is in. */
export function TransferPicker({ open, setOpen, disabled }: Props) {
  const words = useWords(agentWords)
  return (
    <Popover
      open={open && !disabled}
      onOpenChange={setOpen}
      trigger="click"
      destroyOnHidden
      content={<TransferList close={() => setOpen(false)} />}
    >
      <Button icon={<SwapOutlined />} disabled={disabled} title="Alt+T">
        {words.act.transfer}
      </Button>
    </Popover>
  )
}

type Choice = { readonly to: TransferTarget; readonly name: string }

function TransferList({ close }: { readonly close: () => void }) {
  const { acts } = useDesk()
  const words = useWords(agentWords).transfer
  const [query, setQuery] = useState('')
  const [choice, setChoice] = useState<Choice>()
  return (
    <form
      className="transfer"
      onSubmit={(event) => {
        event.preventDefault()
        if (choice === undefined) return
        acts.transfer(choice.to)
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
        placeholder={words.search}
        aria-label={words.search}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <Targets query={query} choice={choice} choose={setChoice} />
      <Button type="primary" htmlType="submit" block disabled={choice === undefined}>
        {choice === undefined ? words.choose : words.to(choice.name)}
      </Button>
      <p className="soft small">{words.gone}</p>
    </form>
  )
}

type TargetsProps = {
  readonly query: string
  readonly choice: Choice | undefined
  readonly choose: (choice: Choice) => void
}

function Targets({ query, choice, choose }: TargetsProps) {
  const { view, me } = useDesk()
  const { language } = useTaste()
  const words = useWords(agentWords).transfer
  const queues = findQueues(view.queues, language, query)
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
      {queues.length > 0 && <h3 className="label">{words.queues}</h3>}
      {queues.map(({ id, name, waiting }) =>
        target(
          { queue: id },
          name[language],
          <>
            <span>{name[language]}</span>
            <span className="soft small">{words.waiting(waiting)}</span>
          </>,
        ),
      )}
      {colleagues.length > 0 && <h3 className="label">{words.colleagues}</h3>}
      {colleagues.map((agent) =>
        target({ agent: agent.id }, `${agent.name} ${agent.id}`, <Colleague agent={agent} />),
      )}
      {queues.length + colleagues.length === 0 && <p className="nothing">{words.nobody}</p>}
    </div>
  )
}
