import { useState } from 'react'
import type { ContactId } from '../../core/names.ts'
import { remember, remembered } from '../theme/local-memory.ts'

/** What the agent writes about a contact, from the first word of the talk until wrap-up sends it. */
export type WrapUpDraft = { readonly disposition: string; readonly note: string }

const empty: WrapUpDraft = { disposition: '', note: '' }

function recall(contact: ContactId): WrapUpDraft {
  const [disposition = '', ...note] = (remembered(`draft.${contact}`) ?? '').split('\n')
  return { disposition, note: note.join('\n') }
}

const keep = (contact: ContactId, draft: WrapUpDraft) =>
  remember(`draft.${contact}`, `${draft.disposition}\n${draft.note}`)

export const forgetWrapUpDraft = (contact: ContactId) => remember(`draft.${contact}`, null)

/** One draft for each contact; it outlives a page reload. */
export function useWrapUpDraft(contact: ContactId | undefined) {
  const [held, setHeld] = useState<{ contact: ContactId; draft: WrapUpDraft }>()
  if (contact === undefined) return [empty, () => undefined] as const
  const draft = held?.contact === contact ? held.draft : recall(contact)
  const change = (part: Partial<WrapUpDraft>) => {
    const next = { ...draft, ...part }
    keep(contact, next)
    setHeld({ contact, draft: next })
  }
  return [draft, change] as const
}
