import type { Event, PartyName } from './event.ts'
import type { LegId } from './names.ts'

/** Who is on a leg of a contact; `agent` with the agent's id beside it. */
export type Party = { readonly leg: LegId } & PartyName

/** The legs of one contact by which somebody talked, in their order. */
export type Parties = readonly Party[]

/** Whose leg the event says it is; undefined where it is about something else. */
export function partyIn(event: Event): Party | undefined {
  switch (event.type) {
    case 'leg.assigned':
      return { leg: event.leg, ...event.party }
    case 'contact.opened':
    case 'callback.dialled':
      return { leg: event.leg, who: 'caller' }
    case 'contact.connected':
    case 'contact.agentRejoined':
    case 'contact.handedOver':
      return { leg: event.leg, who: 'agent', agent: event.agent }
    case 'consult.connected': {
      const { leg, agent } = event
      return agent === undefined ? { leg, who: 'outside' } : { leg, who: 'agent', agent }
    }
    case 'contact.diverted':
      return event.leg === undefined ? undefined : { leg: event.leg, who: 'outside' }
    default:
      return undefined
  }
}

/** A phone that only rang is no party yet. */
export function stepParties(parties: Parties, event: Event): Parties {
  const party = event.type === 'leg.assigned' ? undefined : partyIn(event)
  if (!party) return parties
  const isKnown = parties.some(({ leg, who }) => leg === party.leg && who === party.who)
  return isKnown ? parties : [...parties.filter(({ leg }) => leg !== party.leg), party]
}
