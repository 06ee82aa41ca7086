import type { Event, EventOf } from '../../core/event.ts'
import type { AgentId, ContactId, QueueId } from '../../core/names.ts'
import { createTally, type Tally, tallyAbandoned, tallyAnswered } from '../../core/service-level.ts'
import type { Tenant } from '../../core/tenant.ts'

/** What became of one queue's contacts; waits count from the first waiting, in whatever queue that was. */
export type QueueCounts = {
  /** `offered`: each entry into the queue, but not the way back after a miss. */
  readonly tally: Tally
  readonly waitsMs: number[]
  /** Into another queue; out of the centre's queues; still waiting at the end; offers that were missed. */
  overflowed: number
  left: number
  unfinished: number
  missed: number
}

/** How long an agent could be offered contacts or served one, and how much of it he rang, talked or wrapped up. */
export type Time = { readyMs: number; busyMs: number }

type LedgerEntry = { readonly queue: QueueId; readonly since: number }
type AgentStatus = { readonly is: 'idle' | 'busy' | 'away'; readonly since: number }

/** Of a stream of events, real or simulated: the contacts that came between two instants, and the agents meanwhile. */
export class ContactLedger {
  readonly counts: ReadonlyMap<QueueId, QueueCounts>
  readonly times: ReadonlyMap<AgentId, Time>
  readonly #thresholds: ReadonlyMap<QueueId, number>
  readonly #from: number
  readonly #to: number
  readonly #entries = new Map<ContactId, LedgerEntry>()
  /** Booked callbacks: they have left, though they will be queued when the customer is on the line. */
  readonly #booked = new Set<ContactId>()
  readonly #standings = new Map<AgentId, AgentStatus>()

  /** Instants of the stream's clock, ms. */
  constructor({ queues, people }: Tenant, from: number, to: number) {
    this.#from = from
    this.#to = to
    this.counts = new Map(queues.map(({ id }) => [id, newCounts()]))
    this.times = new Map(people.map(({ id }) => [id, { readyMs: 0, busyMs: 0 }]))
    this.#thresholds = new Map(queues.map((queue) => [queue.id, queue.serviceLevelSeconds]))
  }

  onEvent(event: Event): void {
    switch (event.type) {
      case 'contact.queued':
        this.#enter(event)
        break
      case 'contact.overflowed':
        this.#overflow(event)
        break
      case 'contact.connected':
        this.#answer(event)
        break
      case 'callback.booked':
      case 'contact.ended':
        this.#leave(event)
        break
      case 'agent.missed':
        this.#count(event.contact, 'missed')
        break
      default:
    }
    this.#onAgentEvent(event)
  }

  /** Nothing follows any more. */
  close(): void {
    for (const contact of this.#entries.keys()) this.#count(contact, 'unfinished')
    for (const agent of this.#standings.keys()) this.#stand(agent, 'away', this.#to)
  }

  #enter({ contact, queue, since }: EventOf<'contact.queued'>): void {
    if (this.#booked.has(contact)) return
    const before = this.#entries.get(contact)
    if (before?.queue === queue && before.since === since) return
    this.#entries.set(contact, { queue, since })
    const counts = this.#countsOf({ queue, since })
    if (counts) counts.tally.offered++
  }

  #overflow({ contact, to }: EventOf<'contact.overflowed'>): void {
    this.#count(contact, 'queue' in to ? 'overflowed' : 'left')
    if (!('queue' in to)) this.#entries.delete(contact)
  }

  #answer({ contact, queue, at }: EventOf<'contact.connected'>): void {
    const entry = this.#entries.get(contact)
    this.#entries.delete(contact)
    const counts = entry && this.#countsOf(entry)
    if (!counts) return
    counts.waitsMs.push(at - entry.since)
    tallyAnswered(counts.tally, at - entry.since, this.#thresholds.get(queue) ?? 0)
  }

  #leave(event: EventOf<'contact.ended' | 'callback.booked'>): void {
    const entry = this.#entries.get(event.contact)
    const counts = entry && this.#countsOf(entry)
    if (counts && event.type === 'contact.ended' && event.outcome === 'abandoned-in-queue')
      tallyAbandoned(counts.tally, event.at - entry.since, this.#thresholds.get(entry.queue) ?? 0)
    else if (counts) counts.left++
    this.#entries.delete(event.contact)
    if (event.type === 'callback.booked') this.#booked.add(event.contact)
    else this.#booked.delete(event.contact)
  }

  #count(contact: ContactId, what: 'overflowed' | 'left' | 'unfinished' | 'missed'): void {
    const entry = this.#entries.get(contact)
    const counts = entry && this.#countsOf(entry)
    if (counts) counts[what]++
  }

  /** Undefined for a contact that came too early or too late to be counted. */
  #countsOf({ queue, since }: LedgerEntry): QueueCounts | undefined {
    return since >= this.#from && since < this.#to ? this.counts.get(queue) : undefined
  }

  #onAgentEvent(event: Event): void {
    switch (event.type) {
      case 'contact.offered':
        this.#stand(event.agent, 'busy', event.at)
        break
      case 'agent.becameReady':
        this.#stand(event.agent, 'idle', event.at)
        break
      case 'agent.becameNotReady':
      case 'agent.loggedOff':
        this.#stand(event.agent, 'away', event.at)
        break
      default:
    }
  }

  #stand(agent: AgentId, is: AgentStatus['is'], at: number): void {
    const before = this.#standings.get(agent)
    const time = this.times.get(agent)
    this.#standings.set(agent, { is, since: at })
    if (!time || !before || before.is === 'away') return
    const ms = Math.min(at, this.#to) - Math.max(before.since, this.#from)
    if (ms <= 0) return
    time.readyMs += ms
    if (before.is === 'busy') time.busyMs += ms
  }
}

const newCounts = (): QueueCounts => ({
  tally: createTally(),
  waitsMs: [],
  overflowed: 0,
  left: 0,
  unfinished: 0,
  missed: 0,
})
