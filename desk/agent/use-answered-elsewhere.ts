import { useState } from 'react'
import type { AgentView, ContactView } from '../../cti/protocol.ts'
import { answererOf } from '../state/ring-end.ts'
import type { Scene } from '../state/scene.ts'
import type { TakenCall } from './desk-context.ts'

/** The call that rang here and that a colleague took; known until the next call, or another state. */
export function useAnsweredElsewhere(
  me: AgentView | undefined,
  scene: Scene,
  agents: readonly AgentView[],
): TakenCall | undefined {
  const [ringing, setRinging] = useState<ContactView>()
  const [taken, setTaken] = useState<TakenCall>()
  if (scene.show === 'ringing') {
    if (ringing !== scene.contact) setRinging(scene.contact)
    if (taken !== undefined) setTaken(undefined)
  } else if (ringing !== undefined) {
    const by = me && scene.show === 'idle' ? answererOf(ringing.id, me, agents) : undefined
    setRinging(undefined)
    if (by !== undefined) setTaken({ from: ringing.from, by: by.name })
  } else if (taken !== undefined && me?.state !== 'ready') setTaken(undefined)
  return taken
}
