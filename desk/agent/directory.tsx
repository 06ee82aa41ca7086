import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useState } from 'react'
import { findColleagues } from '../state/search.ts'
import { useMessages } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { Colleague } from './colleague.tsx'
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
