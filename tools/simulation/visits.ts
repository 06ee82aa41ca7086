import type { Event, EventOf } from '../../core/event.ts'
import type { AgentId, ContactId, QueueId } from '../../core/names.ts'
import type { Skills } from '../../core/policy.ts'

/** One waiting of one contact, with the talk after it. A transfer begins another one. */
export type Visit = {
  readonly contact: ContactId
  /** The first queue: overflow is the policy's doing, and is simulated. */
  readonly queue: QueueId
  readonly since: number
  readonly from?: string
  readonly skills?: Skills
  readonly priority?: number
  waitedMs: number
  /** `left`: it was led out of the queues, or still waits. */
  end: 'answered' | 'abandoned' | 'left'
  talkMs?: number
  wrapUpMs?: number
}

type VisitTalk = { readonly visit: Visit; readonly connectedAt: number; releasedAt?: number }

/** Collects the waitings of a journal. */
export class Visits {
  readonly #visits: Visit[] = []
  readonly #callers = new Map<ContactId, string>()
  readonly #waiting = new Map<ContactId, Visit>()
  /** Booked callbacks, which are not simulated. */
  readonly #booked = new Set<ContactId>()
  readonly #talks = new Map<AgentId, VisitTalk>()

  onEvent(event: Event): void {
    switch (event.type) {
      case 'contact.opened':
        this.#callers.set(event.contact, event.from)
        break
      case 'contact.queued':
        this.#enter(event)
        break
      case 'contact.connected':
        this.#connect(event)
        break
      case 'callback.booked':
      case 'contact.ended':
        this.#end(event)
        break
      case 'agent.released':
        this.#release(event)
        break
      case 'agent.wrappedUp':
        this.#wrapUp(event)
        break
      default:
    }
  }

  /** Whoever still waits has waited until then. */
  close(at: number): readonly Visit[] {
    for (const visit of this.#waiting.values()) visit.waitedMs = at - visit.since
    return this.#visits
  }

  /** Back after a miss, or on in another queue, it is the same waiting: its age is kept. */
  #enter({ contact, queue, since, skills, priority }: EventOf<'contact.queued'>): void {
    if (this.#booked.has(contact) || this.#waiting.get(contact)?.since === since) return
    const from = this.#callers.get(contact)
    const visit: Visit = {
      contact,
      queue,
      since,
      waitedMs: 0,
      end: 'left',
      ...(from !== undefined && { from }),
      ...(skills && { skills }),
      ...(priority !== undefined && { priority }),
    }
    this.#waiting.set(contact, visit)
    this.#visits.push(visit)
  }

  #connect({ contact, agent, at }: EventOf<'contact.connected'>): void {
    const visit = this.#waiting.get(contact)
    if (!visit) return
    this.#waiting.delete(contact)
    visit.waitedMs = at - visit.since
    visit.end = 'answered'
    this.#talks.set(agent, { visit, connectedAt: at })
  }

  #end(event: EventOf<'contact.ended' | 'callback.booked'>): void {
    const visit = this.#waiting.get(event.contact)
    this.#waiting.delete(event.contact)
    if (event.type === 'callback.booked') this.#booked.add(event.contact)
    else {
      this.#booked.delete(event.contact)
      this.#callers.delete(event.contact)
    }
    if (!visit) return
    visit.waitedMs = event.at - visit.since
    if (event.type === 'contact.ended' && event.outcome === 'abandoned-in-queue')
      visit.end = 'abandoned'
  }

  #release({ contact, agent, at, why }: EventOf<'agent.released'>): void {
    const talk = this.#talks.get(agent)
    if (why !== 'talked' || talk?.visit.contact !== contact) return
    talk.visit.talkMs = at - talk.connectedAt
    talk.releasedAt = at
  }

  #wrapUp({ contact, agent, at }: EventOf<'agent.wrappedUp'>): void {
    const talk = this.#talks.get(agent)
    if (talk?.releasedAt === undefined || talk.visit.contact !== contact) return
    talk.visit.wrapUpMs = at - talk.releasedAt
    this.#talks.delete(agent)
  }
}
