import { GlobalOutlined, InfoCircleOutlined, PhoneOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { Text } from '../../core/language.ts'
import type { ContactRecord } from '../../cti/api.ts'
import { outcomeWords } from '../../cti/words.ts'
import { Moment } from '../components/elapsed.tsx'
import { usePhoneNumber } from '../components/phone-number.tsx'
import { isLow, SoundSign } from '../components/sound-sign.tsx'
import { soundMessages } from '../messages/sound-messages.ts'
import { formatDuration } from '../state/format.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { useHistory } from './history-context.ts'
import { historyMessages } from './history-messages.ts'
import { RecordDrawer } from './record-drawer.tsx'
import { RecordingPlayer } from './recording-player.tsx'

type HistoryListProps = {
  readonly records: readonly ContactRecord[]
  /** All of one caller: then the agent matters, not the number. */
  readonly caller: boolean
}

/** Earlier contacts, newest first, each with its recording. */
export function HistoryList({ records, caller }: HistoryListProps) {
  return (
    <ol className="history-list">
      {records.map((record) => (
        <HistoryItem key={record.id} record={record} caller={caller} />
      ))}
    </ol>
  )
}

function HistoryItem({ record, caller }: { readonly record: ContactRecord; caller: boolean }) {
  const { queues, recordingUrl } = useHistory()
  const { language } = usePreferences()
  const messages = useMessages(historyMessages)
  const sounds = useMessages(soundMessages)
  const [open, setOpen] = useState(false)
  const queue = queues.find(({ id }) => id === record.queue)?.name[language]
  const number = usePhoneNumber(record.from)
  const disposition = queues
    .flatMap((queue) => queue.dispositions)
    .find(({ id }) => id === record.disposition)
  const outcomes: Readonly<Record<string, Text>> = outcomeWords
  const result = disposition?.name[language] ?? outcomes[record.outcome]?.[language]
  const Icon = record.via === 'web' ? GlobalOutlined : PhoneOutlined
  return (
    <li>
      <p className="history-head">
        <Icon aria-label={messages.via[record.via]} className="soft" />
        <strong>
          <Moment at={record.arrivedAt} />
        </strong>
        <span className="cut">{caller ? record.agentName : (record.name ?? number)}</span>
        <span className="soft small cut">{queue ?? record.queue ?? '–'}</span>
        <span className="history-talk" title={messages.talked}>
          {formatDuration(record.talkMs)}
        </span>
      </p>
      <p className="history-result soft small">
        <span>{result}</span>
        <HistorySound record={record} />
        <Button
          type="text"
          size="small"
          icon={<InfoCircleOutlined />}
          aria-label={sounds.record.open}
          title={sounds.record.open}
          onClick={() => setOpen(true)}
        />
      </p>
      {record.note !== undefined && record.note !== '' && <p className="note">{record.note}</p>}
      {record.recordings
        .filter(({ deletedAt }) => deletedAt === undefined)
        .map(({ id, seconds }) => (
          <RecordingPlayer key={id} url={recordingUrl(record.id, id)} seconds={seconds} />
        ))}
      <RecordDrawer record={record} open={open} close={() => setOpen(false)} />
    </li>
  )
}

/** Only what was poor is worth a sign in the list. */
function HistorySound({ record }: { readonly record: ContactRecord }) {
  const messages = useMessages(soundMessages)
  return record.legs
    .filter(({ grade }) => isLow(grade))
    .map(({ who, grade, mos }, n) => (
      <SoundSign
        key={n}
        grade={grade}
        whose={messages.party[who]}
        told={messages.partySounds(messages.party[who], messages.grade[grade], mos.toFixed(1))}
      />
    ))
}
