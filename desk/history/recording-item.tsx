import { Typography } from 'antd'
import type { ContactRecord } from '../../cti/api.ts'
import { useWords } from '../look/taste.tsx'
import { Moment } from '../parts/elapsed.tsx'
import { formatDuration } from '../state/duration.ts'
import { sharedWords } from '../words/shared-words.ts'
import { soundWords } from '../words/sound-words.ts'
import { useHistory } from './history-context.ts'
import { historyWords } from './history-words.ts'
import { RecordingPlayer } from './recording-player.tsx'

type Recording = ContactRecord['recordings'][number]
type Props = { readonly contact: string; readonly recording: Recording }

/** What is kept of one recording; of a deleted one, when and why it went. */
export function RecordingItem({ contact, recording }: Props) {
  const { recordingUrl } = useHistory()
  const words = useWords(soundWords).record
  const { id, seconds, format, encrypted, sha256, deletedAt, deletedWhy } = recording
  const isThere = deletedAt === undefined && deletedWhy === undefined
  return (
    <li>
      <p className="record-sound">
        <strong>{formatDuration(seconds * 1000)}</strong>
        <span>{format === 'wav' ? 'WAV' : 'Opus'}</span>
        {encrypted && <span className="soft">{words.encrypted}</span>}
        {!isThere && <Deletion recording={recording} />}
      </p>
      {isThere && <RecordingPlayer url={recordingUrl(contact, id)} seconds={seconds} />}
      {sha256 !== undefined && <Fingerprint sha256={sha256} />}
    </li>
  )
}

/** It is marked with the reason first, and the file goes after that. */
function Deletion({ recording: { deletedAt, deletedWhy } }: Pick<Props, 'recording'>) {
  const { deleted } = useWords(soundWords).record
  const words = useWords(historyWords)
  const said: Readonly<Record<string, string>> = words.deletedWhy
  const why = deletedWhy === undefined ? undefined : said[deletedWhy]
  return (
    <span className="over">
      {deletedAt === undefined ? (
        words.beingDeleted
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
  const { fingerprint } = useWords(soundWords).record
  const { copy, copied } = useWords(sharedWords)
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
