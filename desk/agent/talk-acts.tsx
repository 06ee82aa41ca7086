import {
  AudioMutedOutlined,
  AudioOutlined,
  PauseOutlined,
  PlayCircleOutlined,
} from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { ContactView } from '../../cti/protocol.ts'
import { useWords } from '../look/taste.tsx'
import { soundWords } from '../words/sound-words.ts'
import { agentWords } from './agent-words.ts'
import { useDesk } from './desk-context.ts'
import { Keypad } from './keypad.tsx'
import type { MiddleProps } from './middle-card.tsx'
import { TransferPicker } from './transfer-picker.tsx'

type TalkProps = Pick<MiddleProps, 'transferOpen' | 'setTransferOpen'>

/** What an agent can do in a talk beside ending it. */
export function TalkActs({ transferOpen, setTransferOpen }: TalkProps) {
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
      {contact?.recording === true && <RecordingButton contact={contact} disabled={unlinked} />}
      <Keypad open={keypadOpen} setOpen={setKeypadOpen} disabled={unlinked} />
      <TransferPicker open={transferOpen} setOpen={setTransferOpen} disabled={unlinked} />
    </>
  )
}

type RecordingProps = { readonly contact: ContactView; readonly disabled: boolean }

/** While a card number is told, nothing of it may be kept. */
function RecordingButton({ contact, disabled }: RecordingProps) {
  const { acts } = useDesk()
  const words = useWords(agentWords)
  const sounds = useWords(soundWords)
  const paused = contact.recordingPausedAt !== undefined
  return (
    <Button
      className="recording-act"
      icon={<i className={paused ? 'off' : 'on'} aria-hidden />}
      aria-pressed={paused}
      disabled={disabled}
      title={`Alt+P · ${sounds.pauseHint}`}
      onClick={acts.pauseOrResumeRecording}
    >
      {paused ? words.act.resumeRecording : words.act.pauseRecording}
    </Button>
  )
}
