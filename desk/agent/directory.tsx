import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useState } from 'react'
import type { AgentView } from '../../cti/protocol.ts'
import { Elapsed } from '../components/elapsed.tsx'
import { StateMark } from '../components/state-mark.tsx'
import { findColleagues } from '../state/search.ts'
import { useMessages } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useDesk } from './desk-context.ts'

/** Colleagues with their state, always in the same order. */
export function Directory() {
  const { view, me } = useDesk()
  const messages = useMessages(agentMessages)
  const [query, setQuery] = useState('')
  const found = findColleagues(view.agents, me.id, query)
  const empty = query === '' ? messages.noColleagues : messages.noColleague
  return (
    <section className="panel directory">
      <h2 className="label">{messages.directory}</h2>
      <Input
        size="small"
        allowClear
        prefix={<SearchOutlined aria-hidden />}
        placeholder={messages.searchDirectory}
        aria-label={messages.searchDirectory}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      {found.length === 0 ? (
        <p className="nothing">{empty}</p>
      ) : (
        <ul>
          {found.map((agent) => (
            <li key={agent.id}>
              <Colleague agent={agent} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** One colleague in a row: name, number, state and since when. */
export function Colleague({ agent }: { readonly agent: AgentView }) {
  return (
    <span className="colleague">
      <span className="cut" title={`${agent.name} ${agent.id}`}>
        {agent.name} <span className="soft small">{agent.id}</span>
      </span>
      <span className="colleague-state small">
        <StateMark state={agent.state} />
        <span className="soft since">
          {agent.state !== 'loggedOff' && <Elapsed since={agent.since} />}
        </span>
      </span>
    </span>
  )
}
