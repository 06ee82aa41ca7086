import { AudioMutedOutlined, AudioOutlined, SwapOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useMessages } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useDesk } from './desk-context.ts'
import { Keypad } from './keypad.tsx'

/** Leaving the customer to whom the agent consults, beside going back to him. */
export function ConsultActions() {
  const { view, actions, phone } = useDesk()
  const messages = useMessages(agentMessages).action
  const [keypadOpen, setKeypadOpen] = useState(false)
  const unlinked = view.link.state !== 'linked'
  return (
    <>
      <Button
        type="primary"
        icon={<SwapOutlined />}
        disabled={unlinked}
        title="Alt+T"
        onClick={actions.completeTransfer}
      >
        {messages.completeTransfer}
      </Button>
      {phone.kind === 'softphone' && (
        <Button
          icon={phone.muted ? <AudioMutedOutlined /> : <AudioOutlined />}
          aria-pressed={phone.muted}
          title="Alt+M"
          onClick={actions.muteOrUnmute}
        >
          {phone.muted ? messages.unmute : messages.mute}
        </Button>
      )}
      <Keypad open={keypadOpen} setOpen={setKeypadOpen} disabled={unlinked} />
    </>
  )
}
