import { LockOutlined } from '@ant-design/icons'
import { App, Button, Input, Popconfirm } from 'antd'
import { type SyntheticEvent, useState } from 'react'
import type { ContactRecord } from '../../cti/api.ts'
import { reasonOf } from '../api/rest.ts'
import { Moment } from '../components/elapsed.tsx'
import { refusalIn, refusalMessages } from '../messages/refusal-messages.ts'
import { useMessages } from '../theme/preferences.tsx'
import { useHistory, usePersonName } from './history-context.ts'
import { historyMessages } from './history-messages.ts'

type LegalHoldProps = { readonly record: ContactRecord }

/** Whether a legal hold keeps the recordings; who may sets it with a note, and lifts it. */
export function LegalHold({ record }: LegalHoldProps) {
  const { holding } = useHistory()
  const isKept = record.recordings.some(({ deletedAt }) => deletedAt === undefined)
  if (record.hold !== undefined) return <Held contact={record.id} hold={record.hold} />
  return holding !== undefined && isKept && <SetHold contact={record.id} />
}

type HeldProps = {
  readonly contact: string
  readonly hold: NonNullable<ContactRecord['hold']>
}

function Held({ contact, hold }: HeldProps) {
  const { holding } = useHistory()
  const messages = useMessages(historyMessages).hold
  const change = useChange()
  const nameOf = usePersonName()
  return (
    <div className="record-hold">
      <p>
        <LockOutlined aria-hidden /> <strong>{messages.held}</strong>
      </p>
      {hold.note !== '' && <p className="record-hold-note">{hold.note}</p>}
      <p className="soft small">
        {messages.by(nameOf(hold.by))} <Moment at={hold.at} />
      </p>
      {holding !== undefined && (
        <Popconfirm
          placement="bottomLeft"
          title={messages.liftSure}
          description={messages.liftMeans}
          okText={messages.lift}
          cancelText={messages.stay}
          okButtonProps={{ danger: true }}
          onConfirm={() => void change(() => holding.liftHold(contact), messages.isLifted)}
        >
          <Button size="small">{messages.lift}</Button>
        </Popconfirm>
      )}
    </div>
  )
}

/** The API's limit, in characters. */
const longestNote = 500

function SetHold({ contact }: { readonly contact: string }) {
  const { holding } = useHistory()
  const messages = useMessages(historyMessages).hold
  const change = useChange()
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [note, setNote] = useState('')
  if (!asked)
    return (
      <Button size="small" icon={<LockOutlined aria-hidden />} onClick={() => setAsked(true)}>
        {messages.set}
      </Button>
    )
  const set = (event: SyntheticEvent) => {
    event.preventDefault()
    if (holding === undefined) return
    setBusy(true)
    void change(() => holding.setHold(contact, note.trim()), messages.isSet).then(() =>
      setBusy(false),
    )
  }
  return (
    <form className="record-hold" onSubmit={set}>
      <label htmlFor={`hold-${contact}`}>{messages.why}</label>
      <Input.TextArea
        id={`hold-${contact}`}
        autoFocus
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={longestNote}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <p className="record-hold-actions">
        <Button
          size="small"
          type="primary"
          htmlType="submit"
          loading={busy}
          disabled={note.trim() === ''}
        >
          {messages.keep}
        </Button>
        <Button size="small" onClick={() => setAsked(false)}>
          {messages.cancel}
        </Button>
      </p>
    </form>
  )
}

/** Tells how a change came out; the list is read anew, as somebody else may have changed it before. */
function useChange() {
  const { holding } = useHistory()
  const { message } = App.useApp()
  const messages = useMessages(historyMessages).hold
  const refusals = useMessages(refusalMessages)
  return (action: () => Promise<unknown>, done: string) =>
    action().then(
      () => {
        message.success(done)
        holding?.changed()
      },
      (fault: unknown) => {
        const reason = reasonOf(fault)
        message.error(reason === 'unknown-target' ? messages.gone : refusalIn(refusals, reason))
        holding?.changed()
      },
    )
}
