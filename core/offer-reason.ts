import type { AgentId, ContactId } from './names.ts'
import type { StrategyName } from './policy.ts'

/** An agent whom routing passed over, and why. */
export type PassedAgent = {
  readonly agent: AgentId
  readonly why:
    | 'later-in-order'
    | 'lower-tier'
    | 'lacks-skill'
    | 'busy'
    | 'not-ready'
    | 'away'
    | 'over-cap'
    | 'after-miss'
}

/** A contact that waits on while another is served, and why. */
export type PassedContact = {
  readonly contact: ContactId
  readonly why: 'younger' | 'fewer-points' | 'lacks-skill'
}

/** Names of one kind that a reason carries at most. */
export const mostPassed = 8

/** Why this agent got this contact: the whole decision, bounded in size. */
export type OfferReason = {
  /** Version of the policy. */
  readonly policy: string
  /** By which agents were ordered, or whom the contact waited for: the agent of a transfer, his own, his last. */
  readonly rule: StrategyName | 'asked-for' | 'own-agent' | 'last-agent'
  /** What brought the two together: a contact that came (or asks for less by now), or an agent who became free. */
  readonly found: 'agent' | 'contact'
  /** How long the contact had waited, ms. */
  readonly waitedMs: number
  /** How long the agent had been idle, ms. */
  readonly idleMs: number
  /** Of the contact: priority and age, weighted. */
  readonly points: number
  /** Relaxations in force; 0 is the full requirement. */
  readonly relaxed: number
  /** Agents who can serve such a contact, whatever they do now; and how many of them were idle. */
  readonly able: number
  readonly idle: number
  /** Contacts that waited in the queue, this one included. */
  readonly waiting: number
  /** Nearest to the choice first, at most `mostPassed` each. */
  readonly passedAgents: readonly PassedAgent[]
  readonly passedContacts: readonly PassedContact[]
}
