import { HourglassOutlined } from '@ant-design/icons'
import type { AgentView } from '../../cti/protocol.ts'
import { routingMessages } from '../messages/routing-messages.ts'
import { sparedNow } from '../state/spared.ts'
import { useMessages } from '../theme/preferences.tsx'
import { Remaining } from './elapsed.tsx'
import { useNow } from './use-now.ts'

/** That a ready agent is left alone by the router, for how long, and why. */
export function SparedMark({ agent }: { readonly agent: AgentView }) {
  const messages = useMessages(routingMessages)
  const spared = sparedNow(agent, useNow())
  if (spared === undefined) return null
  return (
    <span className="spared soft small" title={messages.sparedWhy[spared.why]}>
      <HourglassOutlined aria-hidden /> {messages.spared} <Remaining until={spared.until} />
    </span>
  )
}
