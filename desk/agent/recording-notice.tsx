import { PauseOutlined, WarningFilled } from '@ant-design/icons'
import { Button } from 'antd'
import type { ContactView } from '../../cti/protocol.ts'
import { useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { RecordingMark } from '../parts/recording-mark.tsx'
import { useNow } from '../parts/use-now.ts'
import { isPauseLong } from '../state/recording-pause.ts'
import { soundWords } from '../words/sound-words.ts'
import { useDesk } from './desk-context.ts'

type Props = { readonly contact: ContactView }

/** That the talk is recorded, or paused and for how long, and the button that changes it. */
export function RecordingNotice({ contact }: Props) {
  const { acts, view } = useDesk()
  const words = useWords(soundWords)
  if (!contact.recording) return null
  const { recordingPausedAt: pausedAt } = contact
  return (
    <>
      {pausedAt === undefined ? <RecordingMark contact={contact} /> : <Paused since={pausedAt} />}
      <Button
        size="small"
        aria-pressed={pausedAt !== undefined}
        disabled={view.link.state !== 'linked'}
        title={`Alt+P · ${words.pauseHint}`}
        onClick={acts.pauseOrResumeRecording}
      >
        {pausedAt === undefined ? words.pause : words.goOn}
      </Button>
    </>
  )
}

/** Who forgets to go on is reminded. */
function Paused({ since }: { readonly since: number }) {
  const words = useWords(soundWords)
  const isLong = isPauseLong(since, useNow())
  return (
    <span className={isLong ? 'recording paused long' : 'recording paused'}>
      {isLong ? <WarningFilled aria-hidden /> : <PauseOutlined aria-hidden />}
      <span role={isLong ? 'alert' : 'status'}>{isLong ? words.pausedLong : words.paused}</span>
      <Elapsed since={since} />
    </span>
  )
}
