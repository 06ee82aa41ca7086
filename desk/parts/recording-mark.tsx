import { useWords } from '../look/taste.tsx'
import { soundWords } from '../words/sound-words.ts'
import './recording-mark.css'

/** The contact is recorded at this moment. */
export function RecordingMark() {
  const words = useWords(soundWords)
  return (
    <span className="recording">
      <i aria-hidden /> {words.recording}
    </span>
  )
}
