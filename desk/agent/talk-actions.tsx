import {
  AudioMutedOutlined,
  AudioOutlined,
  PauseOutlined,
  PlayCircleOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useMessages } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useDesk } from './desk-context.ts'
import { Keypad } from './keypad.tsx'
import type { MiddleProps } from './middle-card.tsx'
import { TransferPicker } from './transfer-picker.tsx'

type TalkActionsProps = Pick<MiddleProps, 'picker' | 'setPicker'>

/** What an agent can do in a talk beside ending it. */
export function TalkActions({ picker, setPicker }: TalkActionsProps) {
  const { view, callView, phone, actions } = useDesk()
  const messages = useMessages(agentMessages).action
  const [keypadOpen, setKeypadOpen] = useState(false)
  const contact = callView.show === 'talking' ? callView.contact : undefined
  const held = contact?.held === true
  const muted = phone.muted || contact?.muted === true
  const unlinked = view.link.state !== 'linked'
  return (
    <>
      <Button
        icon={held ? <PlayCircleOutlined /> : <PauseOutlined />}
        aria-pressed={held}
        disabled={unlinked}
        title="Alt+H"
        onClick={actions.holdOrResume}
      >
        {held ? messages.resume : messages.hold}
      </Button>
      <Button
        icon={muted ? <AudioMutedOutlined /> : <AudioOutlined />}
        aria-pressed={muted}
        disabled={unlinked && phone.kind === 'own'}
        title="Alt+M"
        onClick={actions.muteOrUnmute}
      >
        {muted ? messages.unmute : messages.mute}
      </Button>
      <Keypad open={keypadOpen} setOpen={setKeypadOpen} disabled={unlinked} />
      {(['consult', 'transfer'] as const).map((picking) => (
        <TransferPicker
          key={picking}
          picking={picking}
          open={picker === picking}
          setOpen={(open) => setPicker(open ? picking : undefined)}
          disabled={unlinked}
        />
      ))}
    </>
  )
}
