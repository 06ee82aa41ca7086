import { useEffect, useRef, useState } from 'react'
import type { ContactId } from '../../core/names.ts'
import { remember, remembered } from '../theme/local-memory.ts'
import type { Desk } from './desk-context.ts'

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

/** Early enough that what was written arrives before the centre's own clock ends the wrap-up. */
const marginMs = 1500

/** Wrap-up time that runs out saves what was written, complete or not, instead of losing it. */
export function useAutosaveWrapUp(
  { me, actions }: Desk,
  draft: WrapUpDraft,
  now: () => number,
): void {
  const latest = useRef({ actions, draft })
  useEffect(() => {
    latest.current = { actions, draft }
  })
  const { state, wrapUpEndsAt } = me
  useEffect(() => {
    if (state !== 'wrapUp' || wrapUpEndsAt === undefined) return
    const timer = setTimeout(
      () => {
        const { actions, draft } = latest.current
        if (draft.disposition !== '' || draft.note !== '')
          actions.finish(draft.disposition, draft.note)
      },
      wrapUpEndsAt - marginMs - now(),
    )
    return () => clearTimeout(timer)
  }, [state, wrapUpEndsAt, now])
}
