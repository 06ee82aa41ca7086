import { DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { Button, Table, type TableColumnsType } from 'antd'
import type { CSSProperties } from 'react'
import type { TrunkState } from '../../../core/trunk.ts'
import type { TrunkStates } from '../../../core/trunking.ts'
import type { ShownTrunk } from '../../state/trunking-draft.ts'
import { useMessages, usePreferences } from '../../theme/preferences.tsx'
import { cssColour } from '../../theme/tokens.ts'
import { trunkMessages } from './trunk-messages.ts'

type TrunkTableProps = {
  readonly trunks: readonly ShownTrunk[]
  readonly states: TrunkStates
  readonly edit: (trunk: ShownTrunk) => void
  readonly remove: (trunk: ShownTrunk) => void
}

export function TrunkTable({ trunks, states, edit, remove }: TrunkTableProps) {
  const messages = useMessages(trunkMessages)
  const facts = useFacts(states)
  const actions = (trunk: ShownTrunk) => (
    <span className="trunking-acts">
      <Button size="small" icon={<EditOutlined />} onClick={() => edit(trunk)}>
        {messages.edit}
      </Button>
      <Button
        size="small"
        icon={<DeleteOutlined />}
        aria-label={messages.remove}
        title={messages.remove}
        onClick={() => remove(trunk)}
      />
    </span>
  )
  return (
    <Table
      rowKey="id"
      size="middle"
      className="trunk-table"
      columns={[...facts, { key: 'actions', align: 'right', render: (_, trunk) => actions(trunk) }]}
      dataSource={trunks}
      pagination={false}
      locale={{ emptyText: messages.none }}
      scroll={{ x: 'max-content' }}
    />
  )
}

function useFacts(states: TrunkStates): TableColumnsType<ShownTrunk> {
  const messages = useMessages(trunkMessages)
  const { language } = usePreferences()
  return [
    {
      title: messages.name,
      key: 'name',
      render: (_, { id, name }) => (
        <>
          <strong>{name[language]}</strong> <span className="soft">{id}</span>
        </>
      ),
    },
    {
      title: messages.state,
      key: 'state',
      render: (_, trunk) => <StateSign trunk={trunk} now={states[trunk.id]} />,
    },
    { title: messages.proxies, key: 'proxies', render: (_, trunk) => <Lines of={trunk.proxies} /> },
    {
      title: messages.numbers,
      key: 'numbers',
      render: (_, { inbound }) => <Lines of={inbound.numbers.map(({ pattern }) => pattern)} />,
    },
    {
      title: messages.limits,
      key: 'limits',
      align: 'right',
      render: (_, { limits }) => limits.calls || <span className="soft">{messages.noLimit}</span>,
    },
  ]
}

const colours: Readonly<Record<TrunkState, Parameters<typeof cssColour>[0]>> = {
  up: 'ready',
  trying: 'ringing',
  unwatched: 'notReady',
  down: 'over',
  refused: 'over',
}

type SignProps = { readonly trunk: ShownTrunk; readonly now: TrunkStates[string] | undefined }

/** What the far end says, and through which proxy. */
function StateSign({ trunk, now }: SignProps) {
  const messages = useMessages(trunkMessages)
  if (!trunk.enabled) return <span className="soft">{messages.off}</span>
  if (now === undefined) return <span className="soft">–</span>
  const style = { '--state': cssColour(colours[now.state]) } as CSSProperties
  return (
    <>
      <span className="trunk-state" style={style}>
        {messages.states[now.state]}
      </span>
      {now.detail !== undefined && now.state !== 'up' && (
        <span className="soft trunk-detail">{now.detail}</span>
      )}
    </>
  )
}

const shownLines = 3

function Lines({ of }: { readonly of: readonly string[] }) {
  const more = of.length - shownLines
  return (
    <ul className="trunk-lines">
      {of.slice(0, shownLines).map((line) => (
        <li key={line}>{line}</li>
      ))}
      {more > 0 && <li className="soft">+{more}</li>}
    </ul>
  )
}
