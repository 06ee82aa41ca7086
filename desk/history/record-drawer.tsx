import { Drawer } from 'antd'
import type { Text } from '../../core/language.ts'
import type { ContactRecord } from '../../cti/api.ts'
import { reasonWords } from '../../cti/words.ts'
import { Moment } from '../components/elapsed.tsx'
import { PhoneNumber } from '../components/phone-number.tsx'
import { soundMessages } from '../messages/sound-messages.ts'
import { formatPercent } from '../state/format.ts'
import { speechOf } from '../state/speech.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { LegTable } from './leg-table.tsx'
import { LegalHold } from './legal-hold.tsx'
import { RecordingItem } from './recording-item.tsx'

type RecordDrawerProps = {
  readonly record: ContactRecord
  readonly open: boolean
  readonly close: () => void
}

/** What stands behind a line of the history: how it sounded, who spoke, and what is kept of it. */
export function RecordDrawer({ record, open, close }: RecordDrawerProps) {
  const messages = useMessages(soundMessages).record
  return (
    <Drawer open={open} onClose={close} title={messages.title} size={560} className="record-drawer">
      <p className="record-whose">
        <strong>
          <PhoneNumber number={record.from} />
        </strong>{' '}
        {record.name} <span className="soft">{<Moment at={record.arrivedAt} />}</span>
      </p>
      <h3 className="label">{messages.quality}</h3>
      {record.legs.length === 0 ? (
        <p className="nothing">{messages.noQuality}</p>
      ) : (
        <LegTable legs={record.legs} />
      )}
      <Speech record={record} />
      <Faults record={record} />
      <h3 className="label">{messages.recordings}</h3>
      <LegalHold record={record} />
      {record.recordings.length === 0 && <p className="nothing">{messages.noRecordings}</p>}
      <ul className="record-sounds">
        {record.recordings.map((recording) => (
          <RecordingItem key={recording.id} contact={record.id} recording={recording} />
        ))}
      </ul>
    </Drawer>
  )
}

const shares = ['left', 'right', 'both', 'neither'] as const

/** Who spoke how much, of all that was recorded. */
function Speech({ record }: Pick<RecordDrawerProps, 'record'>) {
  const messages = useMessages(soundMessages).record
  const speech = speechOf(record.recordings)
  if (speech === undefined) return null
  return (
    <>
      <h3 className="label">{messages.talk}</h3>
      <div className="speech-bar" aria-hidden>
        {shares.map((share) => (
          <i key={share} className={`share-${share}`} style={{ flexGrow: speech[share] }} />
        ))}
      </div>
      <ul className="speech-shares">
        {shares.map((share) => (
          <li key={share}>
            <i className={`share-${share}`} aria-hidden /> {messages.share[share]}{' '}
            <strong>{formatPercent(speech[share], 0)}</strong>
          </li>
        ))}
      </ul>
    </>
  )
}

function Faults({ record }: Pick<RecordDrawerProps, 'record'>) {
  const messages = useMessages(soundMessages).record
  const { language } = usePreferences()
  const said: Readonly<Record<string, Text>> = reasonWords
  if (record.faults.length === 0) return null
  return (
    <>
      <h3 className="label">{messages.faults}</h3>
      <ul className="record-faults">
        {record.faults.map(({ at, reason }) => (
          <li key={`${at} ${reason}`}>
            <Moment at={at} /> {said[reason]?.[language] ?? messages.unknown}
          </li>
        ))}
      </ul>
    </>
  )
}
