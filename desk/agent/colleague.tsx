import type { AgentView } from '../../cti/protocol.ts'
import { Elapsed } from '../components/elapsed.tsx'
import { StateMark } from '../components/state-mark.tsx'

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
