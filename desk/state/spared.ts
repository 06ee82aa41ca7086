import type { AgentView } from '../../cti/protocol.ts'

type Spared = NonNullable<AgentView['spared']>

/** That and why the router leaves a ready agent alone now. */
export function sparedNow({ state, spared }: AgentView, now: number): Spared | undefined {
  return state === 'ready' && spared && spared.until > now ? spared : undefined
}
