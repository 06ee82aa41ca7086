import type { Event } from './event.ts'
import { type AgentId, type ContactId, type LegId, named } from './names.ts'

/** Who is on a leg of a contact; `agent` with the agent's id beside it. */
export type Party =
  | { readonly leg: LegId; readonly who: 'caller' | 'outside' }
  | { readonly leg: LegId; readonly who: 'agent'; readonly agent: AgentId }
  /** It has answered, and what it is for is told next. */
  | { readonly leg: LegId; readonly who: 'nobody' }

/** The legs of one contact that ever were answered, in their order. */
export type Parties = readonly Party[]

/**
 * Who is on which leg, as the contact's own events tell it. An outbound leg answers first, and then follows whom that
 * connects; of several that answer, the others are hung up.
 */
export function stepParties(parties: Parties, event: Event): Parties {
  switch (event.type) {
    case 'contact.opened':
    case 'callback.dialled':
      return [...parties.filter(({ leg }) => leg !== event.leg), { leg: event.leg, who: 'caller' }]
    case 'leg.answered':
      return parties.some(({ leg }) => leg === event.leg)
        ? parties
        : [...parties, { leg: event.leg, who: 'nobody' }]
    case 'leg.ended':
      return parties.some(({ leg, who }) => leg === event.leg && who === 'nobody')
        ? parties.filter(({ leg }) => leg !== event.leg)
        : parties
    case 'contact.connected':
    case 'contact.rejoined':
      return name(parties, { who: 'agent', agent: event.agent })
    case 'consult.connected':
      return name(parties, event.agent ? { who: 'agent', agent: event.agent } : { who: 'outside' })
    case 'contact.diverted':
      return name(parties, { who: 'outside' })
    default:
      return parties
  }
}

type PartyName = { readonly who: 'outside' } | { readonly who: 'agent'; readonly agent: AgentId }

/** Whoever answered last. */
function name(parties: Parties, as: PartyName): Parties {
  const index = parties.findLastIndex(({ who }) => who === 'nobody')
  return parties.map((party, n) => (n === index ? { leg: party.leg, ...as } : party))
}

/** Whose outbound leg it is, from its id; undefined for an inbound one, which voice named. */
export function contactOfLeg(leg: LegId): ContactId | undefined {
  const contact = /^(c\d{1,15})\.\d+$/.exec(leg)?.[1]
  return contact === undefined ? undefined : named<ContactId>(contact)
}
