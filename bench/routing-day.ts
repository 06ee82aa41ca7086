import { stepAcd } from '../acd/acd.ts'
import { createAcd } from '../acd/snapshot.ts'
import type { Event, EventOf, Fact } from '../core/event.ts'
import { type AgentId, type ContactId, named } from '../core/names.ts'
import type { Tenant } from '../core/tenant.ts'
import { Agenda } from './agenda.ts'
import { agentId, requirementsOf, floorOf, type FloorSize, lot, queueId } from './floor.ts'

const ms = { opening: 60_000, ring: 3_000, talk: 180_000, wrapUp: 20_000, patience: 1_800_000 }
/** One offer of so many is missed. */
const missesOneIn = 20

type Place = Pick<EventOf<'contact.queued'>, 'queue' | 'since' | 'skills' | 'priority'>

/** Events after which the router looks for somebody. */
export type Kind = 'contact' | 'agent' | 'clock' | 'other'

/** How long each event took, by kind, ms. */
export type Took = Record<Kind, number[]>

/**
 * A big floor on a virtual clock around the real router: customers come, wait, lose patience, are missed and talk; agents
 * ring, talk and wrap up. Only the router is timed, never the script.
 */
export class RoutingDay {
  readonly #acd = createAcd()
  readonly #agenda = new Agenda(Date.UTC(2026, 10, 23, 9))
  readonly #tenant: Tenant
  readonly #size: FloorSize
  readonly #draw = lot(11)
  /** What they asked for, of all who wait or ring. */
  readonly #asked = new Map<ContactId, Place>()
  #took: Took = { contact: [], agent: [], clock: [], other: [] }
  #seq = 0
  #offers = 0

  constructor(size: FloorSize, waiting: number) {
    this.#size = size
    this.#tenant = floorOf(size)
    this.#put({ type: 'centre.started', utcOffsetMinutes: 480 })
    this.#put({ type: 'tenant.configured', tenant: this.#tenant })
    // They come in the minute before the agents do.
    for (let n = 0; n < waiting; n++)
      this.#agenda.add((n * ms.opening) / waiting, () => this.#come())
    for (let n = 0; n < size.agents; n++) {
      this.#put({ type: 'agent.appeared', agent: agentId(n) })
      this.#agenda.add(ms.opening + this.#spread(ms.talk), () => this.#ready(agentId(n)))
    }
  }

  get waiting(): number {
    let count = 0
    for (const { entry } of this.#acd.contacts.values()) if (entry) count++
    return count
  }

  get subQueues(): number {
    return this.#acd.subQueues.size
  }

  /** Until every agent has had work: ten minutes. */
  warmUp(): void {
    const until = this.#agenda.now + ms.opening + 600_000
    while (this.#agenda.now < until && this.#agenda.next());
  }

  /** Goes on until so many decisions were made. */
  run(decisions: number): { readonly took: Took; readonly offers: number } {
    this.#took = { contact: [], agent: [], clock: [], other: [] }
    this.#offers = 0
    const count = () => {
      const { contact, agent, clock } = this.#took
      return contact.length + agent.length + clock.length
    }
    while (count() < decisions) if (!this.#agenda.next()) throw new Error('the day is over')
    return { took: this.#took, offers: this.#offers }
  }

  #spread(mean: number): number {
    return -mean * Math.log(1 - this.#draw())
  }

  #put(fact: Fact): void {
    // The boundary where facts get their stamp.
    const event = { seq: ++this.#seq, at: Math.round(this.#agenda.now), ...fact } as Event
    const begun = performance.now()
    const { conclusions, effects } = stepAcd(this.#acd, event, this.#tenant)
    this.#took[kindOf(event)].push(performance.now() - begun)
    for (const effect of effects)
      this.#agenda.setTimer(effect, (timer) => this.#put({ type: 'timer.fired', timer }))
    for (const conclusion of conclusions) this.#notice(conclusion)
  }

  /** One comes; when he leaves for good, served or not, another comes. */
  #come(): void {
    const contact = named<ContactId>(`c${this.#seq}`)
    const n = Math.floor(this.#draw() * this.#size.queues)
    const asked = requirementsOf(n, this.#size)
    const skills = asked[Math.floor(this.#draw() * asked.length)] ?? {}
    const since = Math.round(this.#agenda.now)
    const from = `138${Math.floor(this.#draw() * 100_000)}`
    this.#put({
      type: 'contact.opened',
      contact,
      leg: named('in'),
      from,
      to: '95000',
      via: 'sip',
      flow: named('hotline'),
      language: 'zh',
      policy: 'floor',
      draw: this.#draw(),
    })
    this.#agenda.add(this.#spread(ms.patience), () => this.#loseHeart(contact))
    const priority = Math.floor(this.#draw() * 20)
    const place = { queue: queueId(n), since, skills, priority }
    this.#asked.set(contact, place)
    this.#put({ type: 'contact.queued', contact, ...place })
  }

  #loseHeart(contact: ContactId): void {
    if (!this.#waits(contact)) return
    this.#end(contact)
  }

  #waits(contact: ContactId): boolean {
    return this.#acd.contacts.get(contact)?.entry !== undefined
  }

  #end(contact: ContactId): void {
    this.#asked.delete(contact)
    this.#put({ type: 'contact.ended', contact, outcome: 'handled', reason: 'finished' })
    this.#agenda.add(this.#spread(1000), () => this.#come())
  }

  #ready(agent: AgentId): void {
    this.#put({ type: 'agent.becameReady', agent })
  }

  #notice(fact: Fact): void {
    if (fact.type !== 'contact.offered') return
    this.#offers++
    const { contact, agent } = fact
    const isMissed = this.#draw() * missesOneIn < 1
    this.#agenda.add(ms.ring, () => {
      if (isMissed) this.#miss(contact, agent)
      else this.#talk(contact, agent)
    })
  }

  #miss(contact: ContactId, agent: AgentId): void {
    this.#put({ type: 'agent.missed', agent, contact, reason: 'no-answer' })
    this.#ready(agent)
    const place = this.#asked.get(contact)
    if (!place || this.#waits(contact)) return
    this.#put({ type: 'contact.queued', contact, ...place })
  }

  #talk(contact: ContactId, agent: AgentId): void {
    const queue = this.#asked.get(contact)?.queue ?? queueId(0)
    if (!this.#asked.delete(contact)) {
      // Another phone of a ring-all was faster.
      this.#put({ type: 'agent.released', agent, contact, queue, why: 'not-connected' })
      this.#ready(agent)
      return
    }
    this.#put({ type: 'contact.connected', contact, agent, leg: named(`${contact}.1`), queue })
    this.#agenda.add(this.#spread(ms.talk), () => {
      this.#put({ type: 'agent.released', agent, contact, queue, why: 'talked' })
      this.#end(contact)
      this.#agenda.add(this.#spread(ms.wrapUp), () => this.#ready(agent))
    })
  }
}

function kindOf(event: Event): Kind {
  if (event.type === 'contact.queued') return 'contact'
  if (event.type === 'agent.becameReady') return 'agent'
  return event.type === 'timer.fired' ? 'clock' : 'other'
}
