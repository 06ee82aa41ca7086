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

type Spared = NonNullable<AgentView['spared']>

/** That and why the router leaves a ready agent alone now. */
export function sparedNow({ state, spared }: AgentView, now: number): Spared | undefined {
  return state === 'ready' && spared && spared.until > now ? spared : undefined
}

/** Reasons for not being ready that the centre gives by itself; all others are chosen by the person. */
export type OwnReason =
  'logged-on' | 'no-answer' | 'busy' | 'rejected' | 'unreachable' | 'connection-lost'

const missed: readonly string[] = [
  'no-answer',
  'busy',
  'rejected',
  'unreachable',
] satisfies OwnReason[]

/** The agent was offered a call and did not take it. */
export const isMiss = (reason: string | undefined) =>
  reason !== undefined && missed.includes(reason)
