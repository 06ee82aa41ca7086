import { useEffect, useRef } from 'react'
import type { Desk } from './desk-context.ts'
import type { WrapUpDraft } from './wrap-up-draft.ts'

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
