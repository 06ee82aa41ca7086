import { DisconnectOutlined, LinkOutlined, LoadingOutlined } from '@ant-design/icons'
import type { CSSProperties } from 'react'
import { sharedMessages } from '../messages/shared-messages.ts'
import type { CentreLink } from '../state/centre-view.ts'
import { useMessages } from '../theme/preferences.tsx'
import { cssColour, type StateColour } from '../theme/tokens.ts'
import { Elapsed } from './elapsed.tsx'

const colours: Record<CentreLink['state'], StateColour> = {
  linking: 'ringing',
  linked: 'ready',
  lost: 'over',
}
const icons = {
  linking: <LoadingOutlined aria-hidden />,
  linked: <LinkOutlined aria-hidden />,
  lost: <DisconnectOutlined aria-hidden />,
}

/** Whether the page holds its link to the centre, and how quick it is. `since` is by the centre's clock. */
export function LinkBadge({ link }: { readonly link: CentreLink }) {
  const messages = useMessages(sharedMessages).link
  const latency = link.latencyMs === undefined ? '–' : String(Math.round(link.latencyMs))
  const style = { '--state': cssColour(colours[link.state]) } as CSSProperties
  return (
    <span className="state link-badge" style={style} role="status">
      {icons[link.state]}
      <span>{messages[link.state]}</span>
      {link.state === 'linked' ? (
        <span className="soft latency" title={messages.latency(latency)}>
          {latency} ms
        </span>
      ) : (
        <Elapsed since={link.since} />
      )}
    </span>
  )
}
