import { Input, Select } from 'antd'
import type { ContactView } from '../../cti/protocol.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useDesk } from './desk-context.ts'
import type { useWrapUpDraft } from './wrap-up-draft.ts'

type NoteFormProps = {
  readonly contact: ContactView | undefined
  readonly draft: ReturnType<typeof useWrapUpDraft>
  readonly wrapUp: boolean
}

/** Disposition and note: written from the first word of the talk on, sent when wrap-up is finished. */
export function NoteForm({ contact, draft: [draft, change], wrapUp }: NoteFormProps) {
  const { tenant } = useDesk()
  const { language } = usePreferences()
  const messages = useMessages(agentMessages)
  const queue = tenant.queues.find(({ id }) => id === contact?.queue)
  const dispositions = queue?.dispositions ?? tenant.queues.flatMap((q) => q.dispositions)
  const options = new Map(dispositions.map(({ id, name }) => [id, name[language]]))
  const missing = wrapUp && draft.disposition === ''
  return (
    <div className="note-form">
      <label htmlFor="disposition" className="label">
        {messages.disposition}
      </label>
      <Select
        id="disposition"
        value={draft.disposition === '' ? null : draft.disposition}
        placeholder={messages.dispositionPlaceholder}
        options={[...options].map(([value, label]) => ({ value, label }))}
        onChange={(disposition: string) => change({ disposition })}
        {...(missing && { status: 'warning' as const })}
      />
      <label htmlFor="note" className="label">
        {messages.notes}
      </label>
      <Input.TextArea
        id="note"
        value={draft.note}
        maxLength={4000}
        placeholder={messages.notePlaceholder}
        onChange={(event) => change({ note: event.target.value })}
      />
    </div>
  )
}
