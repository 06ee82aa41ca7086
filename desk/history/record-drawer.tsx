import { Drawer } from 'antd'
import type { ContactRecord } from '../../cti/api.ts'
import { useWords } from '../look/taste.tsx'
import { Moment } from '../parts/elapsed.tsx'
import { PhoneNumber } from '../parts/phone-number.tsx'
import { formatPercent } from '../state/percent.ts'
import { speechOf } from '../state/speech.ts'
import { soundWords } from '../words/sound-words.ts'
import { LegTable } from './leg-table.tsx'
import { LegalHold } from './legal-hold.tsx'
import { RecordingItem } from './recording-item.tsx'

type Props = {
  readonly record: ContactRecord
  readonly open: boolean
  readonly close: () => void
}

/** What stands behind a line of the history: how it sounded, who spoke, and what is kept of it. */
export function RecordDrawer({ record, open, close }: Props) {
  const words = useWords(soundWords).record
  return (
    <Drawer open={open} onClose={close} title={words.title} size={560} className="record-drawer">
      <p className="record-whose">
        <strong>
          <PhoneNumber number={record.from} />
        </strong>{' '}
        {record.name} <span className="soft">{<Moment at={record.arrivedAt} />}</span>
      </p>
      <h3 className="label">{words.quality}</h3>
      {record.legs.length === 0 ? (
        <p className="nothing">{words.noQuality}</p>
      ) : (
        <LegTable legs={record.legs} />
      )}
      <Speech record={record} />
      <Faults record={record} />
      <h3 className="label">{words.recordings}</h3>
      <LegalHold record={record} />
      {record.recordings.length === 0 && <p className="nothing">{words.noRecordings}</p>}
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
function Speech({ record }: Pick<Props, 'record'>) {
  const words = useWords(soundWords).record
  const speech = speechOf(record.recordings)
  if (speech === undefined) return null
  return (
    <>
      <h3 className="label">{words.talk}</h3>
      <div className="speech-bar" aria-hidden>
        {shares.map((share) => (
          <i key={share} className={`share-${share}`} style={{ flexGrow: speech[share] }} />
        ))}
      </div>
      <ul className="speech-shares">
        {shares.map((share) => (
          <li key={share}>
            <i className={`share-${share}`} aria-hidden /> {words.share[share]}{' '}
            <strong>{formatPercent(speech[share], 0)}</strong>
          </li>
        ))}
      </ul>
    </>
  )
}

function Faults({ record }: Pick<Props, 'record'>) {
  const words = useWords(soundWords).record
  const said: Readonly<Record<string, string>> = words.fault
  if (record.faults.length === 0) return null
  return (
    <>
      <h3 className="label">{words.faults}</h3>
      <ul className="record-faults">
        {record.faults.map(({ at, reason }) => (
          <li key={`${at} ${reason}`}>
            <Moment at={at} /> {said[reason] ?? words.unknown}
          </li>
        ))}
      </ul>
    </>
  )
}
