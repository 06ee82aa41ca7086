import { Input, Select } from 'antd'
import type { ContactView } from '../../cti/protocol.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { agentWords } from './agent-words.ts'
import { useDesk } from './desk-context.ts'
import type { useDraft } from './draft.ts'

type Props = {
  readonly contact: ContactView | undefined
  readonly draft: ReturnType<typeof useDraft>
  readonly wrapUp: boolean
}

/** Disposition and note: written from the first word of the talk on, sent when wrap-up is finished. */
export function NoteForm({ contact, draft: [draft, change], wrapUp }: Props) {
  const { tenant } = useDesk()
  const { language } = useTaste()
  const words = useWords(agentWords)
  const queue = tenant.queues.find(({ id }) => id === contact?.queue)
  const dispositions = queue?.dispositions ?? tenant.queues.flatMap((q) => q.dispositions)
  const options = new Map(dispositions.map(({ id, name }) => [id, name[language]]))
  const missing = wrapUp && draft.disposition === ''
  return (
    <div className="note-form">
      <label htmlFor="disposition" className="label">
        {words.disposition}
      </label>
      <Select
        id="disposition"
        value={draft.disposition === '' ? null : draft.disposition}
        placeholder={words.dispositionPlaceholder}
        options={[...options].map(([value, label]) => ({ value, label }))}
        onChange={(disposition: string) => change({ disposition })}
        {...(missing && { status: 'warning' as const })}
      />
      <label htmlFor="note" className="label">
        {words.notes}
      </label>
      <Input.TextArea
        id="note"
        value={draft.note}
        maxLength={4000}
        placeholder={words.notePlaceholder}
        onChange={(event) => change({ note: event.target.value })}
      />
    </div>
  )
}
