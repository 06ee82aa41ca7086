import {
  BellFilled,
  CheckCircleFilled,
  DisconnectOutlined,
  EditFilled,
  HourglassOutlined,
  MinusCircleFilled,
  PauseCircleFilled,
  PhoneFilled,
  PoweroffOutlined,
} from '@ant-design/icons'
import type { ComponentType, CSSProperties } from 'react'
import type { AgentView, TenantView } from '../../cti/protocol.ts'
import { routingMessages } from '../messages/routing-messages.ts'
import { sharedMessages } from '../messages/shared-messages.ts'
import { colourOf, type ShownState, sparedNow } from '../state/agent-state.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { cssColour } from '../theme/tokens.ts'
import { Remaining } from './elapsed.tsx'
import { useNow } from './use-now.ts'

const icons: Record<ShownState, ComponentType> = {
  loggedOff: PoweroffOutlined,
  notReady: MinusCircleFilled,
  ready: CheckCircleFilled,
  reserved: BellFilled,
  talking: PhoneFilled,
  hold: PauseCircleFilled,
  parted: DisconnectOutlined,
  wrapUp: EditFilled,
}

export const stateStyle = (state: ShownState) =>
  ({ '--state': cssColour(colourOf[state]) }) as CSSProperties

type StateMarkProps = {
  readonly state: ShownState
  /** Only the icon; the word is still there for those who hear the page. */
  readonly terse?: boolean
  readonly tinted?: boolean
}

/** A state: its colour, its icon and its word. */
export function StateMark({ state, terse = false, tinted = false }: StateMarkProps) {
  const messages = useMessages(sharedMessages)
  const Icon = icons[state]
  return (
    <span
      className={tinted ? 'state tinted' : 'state'}
      style={stateStyle(state)}
      title={messages.state[state]}
    >
      <span className={state === 'reserved' ? 'pulse' : undefined}>
        <Icon aria-hidden />
      </span>
      <span className={terse ? 'unseen' : undefined}>{messages.state[state]}</span>
    </span>
  )
}

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

/** A not-ready reason in words: one of the tenant's, or one that the centre gave by itself. */
export function useReasonWord(
  tenant: TenantView | undefined,
): (reason: string | undefined) => string | undefined {
  const { language } = usePreferences()
  const messages = useMessages(sharedMessages)
  const own: Readonly<Record<string, string>> = { ...messages.reason, ...messages.afterwards }
  return (reason) => {
    if (reason === undefined) return undefined
    return tenant?.notReadyReasons.find(({ id }) => id === reason)?.name[language] ?? own[reason]
  }
}
