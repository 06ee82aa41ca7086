import {
  BellFilled,
  CheckCircleFilled,
  DisconnectOutlined,
  EditFilled,
  MinusCircleFilled,
  PauseCircleFilled,
  PhoneFilled,
  PoweroffOutlined,
} from '@ant-design/icons'
import type { ComponentType, CSSProperties } from 'react'
import { sharedMessages } from '../messages/shared-messages.ts'
import { colourOf, type ShownState } from '../state/agent-state.ts'
import { useMessages } from '../theme/preferences.tsx'
import { cssColour } from '../theme/tokens.ts'

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
