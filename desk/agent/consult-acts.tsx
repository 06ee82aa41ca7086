import { AudioMutedOutlined, AudioOutlined, SwapOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useWords } from '../look/taste.tsx'
import { agentWords } from './agent-words.ts'
import { useDesk } from './desk-context.ts'
import { Keypad } from './keypad.tsx'

/** Leaving the customer to whom the agent consults, beside going back to him. */
export function ConsultActs() {
  const { view, acts, phone } = useDesk()
  const words = useWords(agentWords).act
  const [keypadOpen, setKeypadOpen] = useState(false)
  const unlinked = view.link.state !== 'linked'
  return (
    <>
      <Button
        type="primary"
        icon={<SwapOutlined />}
        disabled={unlinked}
        title="Alt+T"
        onClick={acts.completeTransfer}
      >
        {words.completeTransfer}
      </Button>
      {phone.kind === 'softphone' && (
        <Button
          icon={phone.muted ? <AudioMutedOutlined /> : <AudioOutlined />}
          aria-pressed={phone.muted}
          title="Alt+M"
          onClick={acts.muteOrUnmute}
        >
          {phone.muted ? words.unmute : words.mute}
        </Button>
      )}
      <Keypad open={keypadOpen} setOpen={setKeypadOpen} disabled={unlinked} />
    </>
  )
}
