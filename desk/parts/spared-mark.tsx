import { HourglassOutlined } from '@ant-design/icons'
import type { AgentView } from '../../cti/protocol.ts'
import { useWords } from '../look/taste.tsx'
import { sparedNow } from '../state/spared.ts'
import { routingWords } from '../words/routing-words.ts'
import { Remaining } from './elapsed.tsx'
import { useNow } from './use-now.ts'

/** That a ready agent is left alone by the router, for how long, and why. */
export function SparedMark({ agent }: { readonly agent: AgentView }) {
  const words = useWords(routingWords)
  const spared = sparedNow(agent, useNow())
  if (spared === undefined) return null
  return (
    <span className="spared soft small" title={words.sparedWhy[spared.why]}>
      <HourglassOutlined aria-hidden /> {words.spared} <Remaining until={spared.until} />
    </span>
  )
}
