import { useState } from 'react'
import type { AgentView, ContactView } from '../../cti/protocol.ts'
import type { CallView } from '../state/call-view.ts'
import { answererOf } from '../state/ring-end.ts'
import type { TakenCall } from './desk-context.ts'

/** The call that rang here and that a colleague took; known until the next call, or another state. */
export function useAnsweredElsewhere(
  me: AgentView | undefined,
  callView: CallView,
  agents: readonly AgentView[],
): TakenCall | undefined {
  const [ringing, setRinging] = useState<ContactView>()
  const [taken, setTaken] = useState<TakenCall>()
  if (callView.show === 'ringing') {
    if (ringing !== callView.contact) setRinging(callView.contact)
    if (taken !== undefined) setTaken(undefined)
  } else if (ringing !== undefined) {
    const by = me && callView.show === 'idle' ? answererOf(ringing.id, me, agents) : undefined
    setRinging(undefined)
    if (by !== undefined) setTaken({ from: ringing.from, by: by.name })
  } else if (taken !== undefined && me?.state !== 'ready') setTaken(undefined)
  return taken
}
