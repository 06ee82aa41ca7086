import { Typography } from 'antd'
import type { ContactRecord } from '../../cti/api.ts'
import { Moment } from '../components/elapsed.tsx'
import { sharedMessages } from '../messages/shared-messages.ts'
import { soundMessages } from '../messages/sound-messages.ts'
import { formatDuration } from '../state/format.ts'
import { useMessages } from '../theme/preferences.tsx'
import { useHistory } from './history-context.ts'
import { historyMessages } from './history-messages.ts'
import { RecordingPlayer } from './recording-player.tsx'

type RecordingEntry = ContactRecord['recordings'][number]
type RecordingItemProps = { readonly contact: string; readonly recording: RecordingEntry }

/** What is kept of one recording; of a deleted one, when and why it went. */
export function RecordingItem({ contact, recording }: RecordingItemProps) {
  const { recordingUrl } = useHistory()
  const messages = useMessages(soundMessages).record
  const { id, seconds, format, encrypted, sha256, deletedAt, deletedWhy } = recording
  const isThere = deletedAt === undefined && deletedWhy === undefined
  return (
    <li>
      <p className="record-sound">
        <strong>{formatDuration(seconds * 1000)}</strong>
        <span>{format === 'wav' ? 'WAV' : 'Opus'}</span>
        {encrypted && <span className="soft">{messages.encrypted}</span>}
        {!isThere && <Deletion recording={recording} />}
      </p>
      {isThere && <RecordingPlayer url={recordingUrl(contact, id)} seconds={seconds} />}
      {sha256 !== undefined && <Fingerprint sha256={sha256} />}
    </li>
  )
}

/** It is marked with the reason first, and the file goes after that. */
function Deletion({ recording: { deletedAt, deletedWhy } }: Pick<RecordingItemProps, 'recording'>) {
  const { deleted } = useMessages(soundMessages).record
  const messages = useMessages(historyMessages)
  const said: Readonly<Record<string, string>> = messages.deletedWhy
  const why = deletedWhy === undefined ? undefined : said[deletedWhy]
  return (
    <span className="over">
      {deletedAt === undefined ? (
        messages.beingDeleted
      ) : (
        <>
          {deleted} <Moment at={deletedAt} />
        </>
      )}
      {why !== undefined && ` · ${why}`}
    </span>
  )
}

function Fingerprint({ sha256 }: { readonly sha256: string }) {
  const { fingerprint } = useMessages(soundMessages).record
  const { copy, copied } = useMessages(sharedMessages)
  return (
    <p className="small soft">
      {fingerprint}{' '}
      <Typography.Text
        className="small fingerprint"
        copyable={{ text: sha256, tooltips: [copy, copied] }}
      >
        {sha256.slice(0, 16)}…
      </Typography.Text>
    </p>
  )
}
