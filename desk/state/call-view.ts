import type { ContactId } from '../../core/names.ts'
import type { AgentView, ContactView } from '../../cti/protocol.ts'

/** What the middle of the agent desktop is about. */
export type CallView =
  | { readonly show: 'idle' }
  | { readonly show: 'ringing'; readonly contact: ContactView }
  /** `fetching`: the agent is on the line, and the customer is being called back. */
  | { readonly show: 'fetching' | 'talking' | 'parted'; readonly contact: ContactView }
  /** He consults somebody while the customer hears music; or a colleague consults him. */
  | {
      readonly show: 'consulting' | 'consulted'
      readonly contact: ContactView
      readonly consult: ConsultView
    }
  | {
      readonly show: 'wrapUp'
      readonly contactId: ContactId
      /** Gone from the centre's view when the contact went on elsewhere and nobody remembers it. */
      readonly contact?: ContactView
    }

type ConsultView = NonNullable<ContactView['consult']>

export const idle: CallView = { show: 'idle' }

/** `contact` is the agent's present contact, as last seen. */
export function callViewOf(agent: AgentView, contact: ContactView | undefined): CallView {
  switch (agent.state) {
    case 'reserved':
      if (contact === undefined) return idle
      return { show: contact.phase === 'fetching' ? 'fetching' : 'ringing', contact }
    case 'talking':
      return contact === undefined ? idle : inTalk(agent, contact)
    case 'wrapUp':
      return agent.contact === undefined
        ? idle
        : { show: 'wrapUp', contactId: agent.contact, ...(contact && { contact }) }
    default:
      return idle
  }
}

function inTalk({ id }: AgentView, contact: ContactView): CallView {
  const { consult, phase } = contact
  if (consult) return { show: consult.by === id ? 'consulting' : 'consulted', contact, consult }
  return { show: phase === 'parted' ? 'parted' : 'talking', contact }
}

/** The one thing the agent most likely does next. */
export type PrimaryAction =
  'goReady' | 'goNotReady' | 'answer' | 'pickUp' | 'end' | 'reconnect' | 'finish'

/** `pickUp` is no button: people with a phone of their own answer there. */
export function primaryAction(callView: CallView, agent: AgentView): PrimaryAction {
  switch (callView.show) {
    case 'ringing':
      return agent.device === 'phone' ? 'pickUp' : 'answer'
    case 'consulting':
      return 'reconnect'
    case 'consulted':
    case 'fetching':
    case 'talking':
    case 'parted':
      return 'end'
    case 'wrapUp':
      return 'finish'
    case 'idle':
      return agent.state === 'ready' ? 'goNotReady' : 'goReady'
  }
}

/** A button whose meaning has just changed takes no press for so long, or the second click of Answer would hang up. */
export const misclickGuardMs = 500

/** The customer's waiting: still running, or how long it took, ms. */
export function waitedMs(contact: ContactView, now: number): number | undefined {
  if (contact.queuedAt === undefined) return undefined
  return contact.waitedMs ?? Math.max(0, (contact.connectedAt ?? now) - contact.queuedAt)
}

/** The colleague who took the call that rang here too; undefined when it ended otherwise. */
export const answererOf = (
  rang: ContactId,
  me: AgentView,
  agents: readonly AgentView[],
): AgentView | undefined =>
  agents.find(({ id, contact, state }) => id !== me.id && contact === rang && state === 'talking')

/** Telling a card number takes less; whoever pauses longer has forgotten it, ms. */
const longPauseMs = 60_000

export const isPauseLong = (pausedAt: number, now: number): boolean => now - pausedAt >= longPauseMs
