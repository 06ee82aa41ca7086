import type { Event } from '../../core/event.ts'
import { type ContactId, contactOfOutboundLeg, type LegId, named } from '../../core/names.ts'

/** Where the reading began after the leg had answered. */
const unknownLeg = named<LegId>('unknown')

/**
 * Before legs were assigned, events did not say by which leg somebody talks: it is the leg of the contact that has
 * answered last and that nothing has named yet.
 */
export class FormerLegs {
  #isOfToday = false
  /** Legs that have answered and have no name yet. */
  readonly #answered = new Map<ContactId, readonly LegId[]>()
  /** Of who is consulted. */
  readonly #consulted = new Map<ContactId, LegId>()
  /** Legs of customers who are called back. */
  readonly #customers = new Set<LegId>()

  take(event: Event): Event {
    if (event.type === 'leg.assigned') this.#isOfToday = true
    if (this.#isOfToday) return event
    switch (event.type) {
      case 'contact.connected':
      case 'contact.agentRejoined':
        return { ...event, leg: this.#nameLast(event.contact) ?? unknownLeg }
      case 'consult.connected': {
        const leg = this.#nameLast(event.contact) ?? unknownLeg
        this.#consulted.set(event.contact, leg)
        return { ...event, leg }
      }
      case 'contact.handedOver':
        return { ...event, leg: this.#consulted.get(event.contact) ?? unknownLeg }
      case 'contact.diverted':
        return { ...event, ...this.#legOutside(event.contact) }
      default:
        this.#follow(event)
        return event
    }
  }

  /** None where the caller's own network led him there. */
  #legOutside(contact: ContactId): { readonly leg?: LegId } {
    const leg = this.#consulted.get(contact) ?? this.#nameLast(contact)
    return leg === undefined ? {} : { leg }
  }

  #follow(event: Event): void {
    switch (event.type) {
      case 'callback.dialled':
        this.#customers.add(event.leg)
        break
      case 'leg.answered':
        this.#answer(event.leg)
        break
      case 'leg.ended':
        this.#end(event.leg)
        break
      case 'consult.ended':
        this.#consulted.delete(event.contact)
        break
      case 'contact.ended':
        this.#answered.delete(event.contact)
        this.#consulted.delete(event.contact)
        break
      default:
    }
  }

  #answer(leg: LegId): void {
    const contact = contactOfOutboundLeg(leg)
    if (contact === undefined || this.#customers.has(leg)) return
    this.#answered.set(contact, [...(this.#answered.get(contact) ?? []), leg])
  }

  #end(leg: LegId): void {
    this.#customers.delete(leg)
    const contact = contactOfOutboundLeg(leg)
    const left = contact && this.#answered.get(contact)?.filter((other) => other !== leg)
    if (!contact || !left) return
    if (left.length > 0) this.#answered.set(contact, left)
    else this.#answered.delete(contact)
  }

  #nameLast(contact: ContactId): LegId | undefined {
    const answered = this.#answered.get(contact)
    this.#answered.set(contact, answered?.slice(0, -1) ?? [])
    return answered?.at(-1)
  }
}
