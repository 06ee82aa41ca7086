import {
  AudioMutedOutlined,
  AudioOutlined,
  PauseOutlined,
  PlayCircleOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useWords } from '../look/taste.tsx'
import { agentWords } from './agent-words.ts'
import { useDesk } from './desk-context.ts'
import { Keypad } from './keypad.tsx'
import type { MiddleProps } from './middle-card.tsx'
import { TransferPicker } from './transfer-picker.tsx'

type TalkProps = Pick<MiddleProps, 'picker' | 'setPicker'>

/** What an agent can do in a talk beside ending it. */
export function TalkActs({ picker, setPicker }: TalkProps) {
  const { view, scene, phone, acts } = useDesk()
  const words = useWords(agentWords).act
  const [keypadOpen, setKeypadOpen] = useState(false)
  const contact = scene.show === 'talking' ? scene.contact : undefined
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
        onClick={acts.holdOrResume}
      >
        {held ? words.resume : words.hold}
      </Button>
      <Button
        icon={muted ? <AudioMutedOutlined /> : <AudioOutlined />}
        aria-pressed={muted}
        disabled={unlinked && phone.kind === 'own'}
        title="Alt+M"
        onClick={acts.muteOrUnmute}
      >
        {muted ? words.unmute : words.mute}
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
