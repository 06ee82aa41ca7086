import { LockOutlined } from '@ant-design/icons'
import { App, Button, Input, Popconfirm } from 'antd'
import { type SyntheticEvent, useState } from 'react'
import type { ContactRecord } from '../../cti/api.ts'
import { reasonOf } from '../centre/rest.ts'
import { useWords } from '../look/taste.tsx'
import { Moment } from '../parts/elapsed.tsx'
import { refusalIn, refusalWords } from '../words/refusal-words.ts'
import { useHistory, usePersonName } from './history-context.ts'
import { historyWords } from './history-words.ts'

type Props = { readonly record: ContactRecord }

/** Whether a legal hold keeps the recordings; who may sets it with a note, and lifts it. */
export function LegalHold({ record }: Props) {
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
  const words = useWords(historyWords).hold
  const change = useChange()
  const nameOf = usePersonName()
  return (
    <div className="record-hold">
      <p>
        <LockOutlined aria-hidden /> <strong>{words.held}</strong>
      </p>
      {hold.note !== '' && <p className="record-hold-note">{hold.note}</p>}
      <p className="soft small">
        {words.by(nameOf(hold.by))} <Moment at={hold.at} />
      </p>
      {holding !== undefined && (
        <Popconfirm
          placement="bottomLeft"
          title={words.liftSure}
          description={words.liftMeans}
          okText={words.lift}
          cancelText={words.stay}
          okButtonProps={{ danger: true }}
          onConfirm={() => void change(() => holding.liftHold(contact), words.isLifted)}
        >
          <Button size="small">{words.lift}</Button>
        </Popconfirm>
      )}
    </div>
  )
}

/** The API's limit, in characters. */
const longestNote = 500

function SetHold({ contact }: { readonly contact: string }) {
  const { holding } = useHistory()
  const words = useWords(historyWords).hold
  const change = useChange()
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [note, setNote] = useState('')
  if (!asked)
    return (
      <Button size="small" icon={<LockOutlined aria-hidden />} onClick={() => setAsked(true)}>
        {words.set}
      </Button>
    )
  const set = (event: SyntheticEvent) => {
    event.preventDefault()
    if (holding === undefined) return
    setBusy(true)
    void change(() => holding.setHold(contact, note.trim()), words.isSet).then(() => setBusy(false))
  }
  return (
    <form className="record-hold" onSubmit={set}>
      <label htmlFor={`hold-${contact}`}>{words.why}</label>
      <Input.TextArea
        id={`hold-${contact}`}
        autoFocus
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={longestNote}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <p className="record-hold-acts">
        <Button
          size="small"
          type="primary"
          htmlType="submit"
          loading={busy}
          disabled={note.trim() === ''}
        >
          {words.keep}
        </Button>
        <Button size="small" onClick={() => setAsked(false)}>
          {words.cancel}
        </Button>
      </p>
    </form>
  )
}

/** Tells how a change came out; the list is read anew, as somebody else may have changed it before. */
function useChange() {
  const { holding } = useHistory()
  const { message } = App.useApp()
  const words = useWords(historyWords).hold
  const refusals = useWords(refusalWords)
  return (act: () => Promise<unknown>, done: string) =>
    act().then(
      () => {
        message.success(done)
        holding?.changed()
      },
      (fault: unknown) => {
        const reason = reasonOf(fault)
        message.error(reason === 'unknown-target' ? words.gone : refusalIn(refusals, reason))
        holding?.changed()
      },
    )
}
