import { PauseOutlined, WarningFilled } from '@ant-design/icons'
import { Button } from 'antd'
import type { ContactView } from '../../cti/protocol.ts'
import { Elapsed } from '../components/elapsed.tsx'
import { RecordingMark } from '../components/recording-mark.tsx'
import { useNow } from '../components/use-now.ts'
import { soundMessages } from '../messages/sound-messages.ts'
import { isPauseLong } from '../state/call-view.ts'
import { useMessages } from '../theme/preferences.tsx'
import { useDesk } from './desk-context.ts'

type RecordingNoticeProps = { readonly contact: ContactView }

/** That the talk is recorded, or paused and for how long, and the button that changes it. */
export function RecordingNotice({ contact }: RecordingNoticeProps) {
  const { actions, view } = useDesk()
  const messages = useMessages(soundMessages)
  if (!contact.recording) return null
  const { recordingPausedAt: pausedAt } = contact
  return (
    <>
      {pausedAt === undefined ? <RecordingMark contact={contact} /> : <Paused since={pausedAt} />}
      <Button
        size="small"
        aria-pressed={pausedAt !== undefined}
        disabled={view.link.state !== 'linked'}
        title={`Alt+P · ${messages.pauseHint}`}
        onClick={actions.pauseOrResumeRecording}
      >
        {pausedAt === undefined ? messages.pause : messages.goOn}
      </Button>
    </>
  )
}

/** Who forgets to go on is reminded. */
function Paused({ since }: { readonly since: number }) {
  const messages = useMessages(soundMessages)
  const isLong = isPauseLong(since, useNow())
  return (
    <span className={isLong ? 'recording paused long' : 'recording paused'}>
      {isLong ? <WarningFilled aria-hidden /> : <PauseOutlined aria-hidden />}
      <span role={isLong ? 'alert' : 'status'}>
        {isLong ? messages.pausedLong : messages.paused}
      </span>
      <Elapsed since={since} />
    </span>
  )
}
