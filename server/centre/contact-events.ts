import type { Event, EventOf } from '../../core/event.ts'
import { type ContactId, contactOfOutboundLeg, contactOfRecording } from '../../core/names.ts'
import { isContactTimer } from '../../core/timer.ts'

/** After the end and the last wrap-up, how long the stream is searched for a recording that still ends, ms. */
const echoMs = 60_000

/** The place in the stream where the contact arrived, which its id is made of; undefined for what is no such id. */
export function arrivalOf(contact: string): number | undefined {
  const digits = /^c(\d{1,15})$/.exec(contact)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Picks the events of one contact out of the stream, which it must be shown from the contact's arrival on. */
class ContactEvents {
  readonly #contact: ContactId
  readonly #legs = new Set<string>()
  /** Asks that name it: a refusal does not. */
  readonly #asks = new Set<number>()
  /** Who talked and has not wrapped up. */
  readonly #agents = new Set<string>()
  /** Misses and the turn of each: the pause that an agent has after one belongs to it. */
  readonly #misses = new Set<string>()
  /** Where it waits. */
  #queue: string | undefined
  #endedAt: number | undefined

  constructor(contact: ContactId) {
    this.#contact = contact
  }

  /** Whether the event is about this contact. */
  take(event: Event): boolean {
    if (!this.#isMine(event)) return false
    if (event.type === 'leg.arrived' || event.type === 'leg.assigned') this.#legs.add(event.leg)
    if (event.type === 'contact.connected' || event.type === 'contact.handedOver')
      this.#agents.add(event.agent)
    if (event.type === 'agent.wrappedUp') this.#agents.delete(event.agent)
    if (event.type === 'contact.ended') this.#endedAt = event.at
    if (event.type === 'agent.asked') this.#asks.add(event.seq)
    if (event.type === 'agent.missed') this.#misses.add(turnOf(event))
    if (event.type === 'contact.queued') this.#queue = event.queue
    if (waitEnds.has(event.type)) this.#queue = undefined
    return true
  }

  /** Nothing more is to come, seen from this later event. */
  isOverAt({ at }: Event): boolean {
    return this.#endedAt !== undefined && this.#agents.size === 0 && at > this.#endedAt + echoMs
  }

  #isMine(event: Event): boolean {
    const id = this.#contact
    if (event.type === 'leg.arrived') return event.seq === arrivalOf(id)
    if ('recording' in event) return contactOfRecording(event.recording) === id
    if (event.type === 'timer.fired') return isContactTimer(event.timer) && event.timer.of === id
    if ('contact' in event) return event.contact === id
    if ('leg' in event) return this.#legs.has(event.leg) || contactOfOutboundLeg(event.leg) === id
    return this.#isAbout(event)
  }

  /** What does not name the contact, and yet is a part of its story. */
  #isAbout(event: Event): boolean {
    switch (event.type) {
      case 'agent.asked':
        return 'contact' in event.ask && event.ask.contact === this.#contact
      case 'ask.refused':
        return this.#asks.has(event.cause ?? 0)
      case 'agent.spared':
        return this.#misses.has(turnOf(event))
      case 'queue.switched':
        return event.queue === this.#queue
      default:
        return false
    }
  }
}

const waitEnds: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'contact.offered',
  'contact.ended',
])

const turnOf = ({ agent, cause = 0 }: EventOf<'agent.missed' | 'agent.spared'>): string =>
  `${agent} ${cause}`

/** All of it, from a stream that begins at the contact's arrival. */
export async function collectContact(
  contact: ContactId,
  stream: AsyncIterable<Event> | Iterable<Event>,
): Promise<Event[]> {
  const picker = new ContactEvents(contact)
  const events: Event[] = []
  for await (const event of stream) {
    if (picker.take(event)) events.push(event)
    else if (picker.isOverAt(event)) break
  }
  return events
}
