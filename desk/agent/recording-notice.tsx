import { PauseOutlined, WarningFilled } from '@ant-design/icons'
import type { ContactView } from '../../cti/protocol.ts'
import { useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { useNow } from '../parts/use-now.ts'
import { isPauseLong } from '../state/recording-pause.ts'
import { soundWords } from '../words/sound-words.ts'
import { agentWords } from './agent-words.ts'

/** That the talk is recorded, or that it is paused and for how long; who forgets to go on is reminded. */
export function RecordingNotice({ contact }: { readonly contact: ContactView }) {
  const words = useWords(agentWords)
  const sounds = useWords(soundWords)
  const now = useNow()
  if (!contact.recording) return null
  const { recordingPausedAt: pausedAt } = contact
  if (pausedAt === undefined)
    return (
      <span className="recording">
        <i aria-hidden /> {words.recording}
      </span>
    )
  const isLong = isPauseLong(pausedAt, now)
  return (
    <span className={isLong ? 'recording paused long' : 'recording paused'}>
      {isLong ? <WarningFilled aria-hidden /> : <PauseOutlined aria-hidden />}
      <span role={isLong ? 'alert' : 'status'}>{isLong ? sounds.pausedLong : sounds.paused}</span>
      <Elapsed since={pausedAt} />
    </span>
  )
}
