import { PauseOutlined } from '@ant-design/icons'
import type { ContactView } from '../../cti/protocol.ts'
import { useWords } from '../look/taste.tsx'
import { soundWords } from '../words/sound-words.ts'
import './recording-mark.css'

type Props = { readonly contact: Pick<ContactView, 'recording' | 'recordingPausedAt'> }

/** Whether the contact is recorded at this moment. */
export function RecordingMark({ contact }: Props) {
  const words = useWords(soundWords)
  if (!contact.recording) return null
  const isPaused = contact.recordingPausedAt !== undefined
  return (
    <span className="recording">
      {isPaused ? <PauseOutlined aria-hidden /> : <i aria-hidden />}
      {isPaused ? words.paused : words.recording}
    </span>
  )
}
