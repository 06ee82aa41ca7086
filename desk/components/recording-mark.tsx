import { PauseOutlined } from '@ant-design/icons'
import type { ContactView } from '../../cti/protocol.ts'
import { soundMessages } from '../messages/sound-messages.ts'
import { useMessages } from '../theme/preferences.tsx'
import './recording-mark.css'

type RecordingMarkProps = { readonly contact: Pick<ContactView, 'recording' | 'recordingPausedAt'> }

/** Whether the contact is recorded at this moment. */
export function RecordingMark({ contact }: RecordingMarkProps) {
  const messages = useMessages(soundMessages)
  if (!contact.recording) return null
  const isPaused = contact.recordingPausedAt !== undefined
  return (
    <span className="recording">
      {isPaused ? <PauseOutlined aria-hidden /> : <i aria-hidden />}
      {isPaused ? messages.paused : messages.recording}
    </span>
  )
}
