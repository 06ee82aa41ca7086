import type { AgentId, ContactId, QueueId } from './names.ts'

/**
 * `agentLost`: how long a lost agent is waited for; `message`: the longest voicemail; `window`: a callback is given up;
 * `flow`: a node waits for keys; `wait`: the contact's next instant in its queue.
 */
export type ContactTimer = {
  readonly kind: 'ring' | 'agentLost' | 'message' | 'window' | 'flow' | 'wait'
  readonly of: ContactId
}
/** `absence`: the page is away; `cooldown`: the router leaves the agent alone. */
export type AgentTimer = {
  readonly kind: 'absence' | 'wrapUp' | 'cooldown'
  readonly of: AgentId
}
/** `opening`: the queue's hours are looked at again. */
type QueueTimer = { readonly kind: 'opening'; readonly of: QueueId }

/** One of each kind for each owner. Starting a timer that runs moves it. */
export type CentreTimer = ContactTimer | AgentTimer | QueueTimer

/** Whose each kind is: by this table a timer that has fired is handed on. */
const timerOwners = {
  ring: 'contact',
  agentLost: 'contact',
  message: 'contact',
  window: 'contact',
  flow: 'contact',
  wait: 'contact',
  absence: 'agent',
  wrapUp: 'agent',
  cooldown: 'agent',
  opening: 'queue',
} as const satisfies Readonly<Record<CentreTimer['kind'], 'contact' | 'agent' | 'queue'>>

export const isContactTimer = (timer: CentreTimer): timer is ContactTimer =>
  timerOwners[timer.kind] === 'contact'

export const isAgentTimer = (timer: CentreTimer): timer is AgentTimer =>
  timerOwners[timer.kind] === 'agent'

/** For people and for maps: `ring:c42`. Nobody reads it back. */
export const timerKey = ({ kind, of }: CentreTimer): string => `${kind}:${of}`
