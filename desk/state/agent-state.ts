import type { AgentView, ContactView } from '../../cti/protocol.ts'
import type { StateColour } from '../theme/tokens.ts'

/** A person's state as people say it: what the centre calls talking may be a hold or a lost line. */
export type ShownState = AgentView['state'] | 'hold' | 'parted'

export const colourOf: Readonly<Record<ShownState, StateColour>> = {
  loggedOff: 'notReady',
  notReady: 'notReady',
  ready: 'ready',
  reserved: 'ringing',
  talking: 'talking',
  hold: 'hold',
  parted: 'over',
  wrapUp: 'wrapUp',
}

/** The state to show and since when; a hold has its own beginning. */
export function shownState(
  agent: AgentView,
  contact?: ContactView,
): { readonly state: ShownState; readonly since: number } {
  if (agent.state !== 'talking' || contact === undefined) return agent
  if (contact.phase === 'parted') return { state: 'parted', since: contact.since }
  if (contact.consult) return { state: 'talking', since: agent.since }
  if (contact.held) return { state: 'hold', since: contact.heldSince ?? agent.since }
  return agent
}
