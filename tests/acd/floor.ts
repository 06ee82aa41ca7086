import { stepAcd } from '../../acd/acd.ts'
import { createAcd, restoreAcd, snapshotAcd } from '../../acd/snapshot.ts'
import type { Event, EventOf, Fact, MissReason } from '../../core/event.ts'
import {
  type AgentId,
  type ContactId,
  type FlowId,
  type LegId,
  named,
  type QueueId,
} from '../../core/names.ts'
import {
  type Channel,
  plainRule,
  type Policy,
  type QueueRule,
  type Skills,
} from '../../core/policy.ts'
import type { Person, Tenant } from '../../core/tenant.ts'
import { type CentreTimer, timerKey } from '../../core/timer.ts'

export const at0 = Date.UTC(2026, 10, 23, 9)
export const agent = (id: number | string): AgentId => named(`a${id}`)
export const queueOf = (id: string): QueueId => named(id)

export const person = (id: number | string, fields: Partial<Person> = {}): Person => ({
  id: agent(id),
  name: `Agent ${id}`,
  role: 'agent',
  queues: [queueOf('q')],
  phone: 'sip:a@desk',
  ...fields,
})

export const rule = (fields: Partial<QueueRule> = {}): QueueRule => ({
  ...plainRule(fields.queue ?? queueOf('q')),
  ...fields,
})

const words = { zh: '', en: '' }

/** A configuration of these rules and people; every queue of a rule exists. */
export function tenantOf(
  rules: readonly QueueRule[],
  people: readonly Person[],
  agents: Partial<Policy['agents']> = {},
): Tenant {
  const restSeconds = { rejected: 5, noAnswer: 10, unreachable: 10 }
  return {
    id: 't',
    hotlines: [],
    skills: [],
    flows: [],
    people,
    queues: rules.map(({ queue }) => ({
      id: queue,
      name: words,
      serviceLevelSeconds: 20,
      music: named('m'),
      dispositions: [],
    })),
    policy: {
      version: 'v1',
      queues: rules,
      agents: { missesToNotReady: 3, restSeconds, ...agents },
    },
  }
}

/**
 * The ACD with the least of the world around it: what contacts and agents conclude from its decisions is done here in
 * the plainest way, on a virtual clock. Timers fire on time.
 */
export class Floor {
  now = at0
  acd = createAcd()
  readonly tenant: Tenant
  readonly events: Event[] = []
  readonly timers = new Map<string, { readonly timer: CentreTimer; readonly at: number }>()
  /** Who rings or talks for a contact. */
  readonly held = new Map<ContactId, AgentId[]>()
  readonly since = new Map<ContactId, number>()
  #seq = 0

  constructor(tenant: Tenant) {
    this.tenant = tenant
    this.put({ type: 'centre.started', utcOffsetMinutes: 480 })
    this.put({ type: 'tenant.configured', tenant })
    for (const { id } of tenant.people) this.put({ type: 'agent.appeared', agent: id })
  }

  put(fact: Fact): void {
    const queue: Fact[] = [fact]
    for (const each of queue) {
      // The boundary where facts get their stamp.
      const event = { seq: ++this.#seq, at: this.now, ...each } as Event
      this.events.push(event)
      const { conclusions, effects } = stepAcd(this.acd, event, this.tenant)
      for (const effect of effects)
        if (effect.do === 'startTimer') this.timers.set(timerKey(effect.timer), effect)
        else this.timers.delete(timerKey(effect.timer))
      queue.push(...conclusions, ...this.#follow(event))
    }
  }

  #follow(event: Event): Fact[] {
    if (event.type === 'contact.offered')
      this.held.set(event.contact, [...(this.held.get(event.contact) ?? []), event.agent])
    if (event.type !== 'contact.overflowed') return []
    const { contact, to } = event
    const since = this.since.get(contact) ?? this.now
    if ('queue' in to) return [{ type: 'contact.queued', contact, queue: to.queue, since }]
    this.since.delete(contact)
    return [{ type: 'contact.ended', contact, outcome: 'turned-away', reason: 'finished' }]
  }

  passes(seconds: number): void {
    const until = this.now + seconds * 1000
    for (;;) {
      const [next] = [...this.timers.values()].sort((one, other) => one.at - other.at)
      if (!next || next.at > until) break
      this.timers.delete(timerKey(next.timer))
      this.now = Math.max(this.now, next.at)
      this.put({ type: 'timer.fired', timer: next.timer })
    }
    this.now = until
  }

  ready(id: AgentId): void {
    this.put({ type: 'agent.becameReady', agent: id })
  }

  arrives(
    queue: string,
    fields: {
      skills?: Skills
      priority?: number
      channel?: Channel
      from?: string
      draw?: number
    } = {},
  ): ContactId {
    const { from = '13800138000', draw = 0.5, ...asked } = fields
    const contact = named<ContactId>(`c${this.#seq + 1}`)
    const call = {
      leg: named<LegId>('in'),
      to: '95000',
      via: 'sip',
      flow: named<FlowId>('f'),
    } as const
    const policy = this.tenant.policy.version
    this.put({ type: 'contact.opened', contact, from, ...call, language: 'zh', policy, draw })
    this.since.set(contact, this.now)
    this.put({
      type: 'contact.queued',
      contact,
      queue: queueOf(queue),
      since: this.now,
      ...asked,
    })
    return contact
  }

  answers(contact: ContactId): void {
    const [first, ...others] = this.held.get(contact) ?? []
    if (first === undefined) return
    const queue = this.queueOf(contact)
    this.held.set(contact, [first])
    this.put({
      type: 'contact.connected',
      contact,
      agent: first,
      leg: named(`${contact}.1`),
      queue,
    })
    for (const other of others) this.#release(contact, other, 'not-connected')
  }

  misses(contact: ContactId, reason: MissReason = 'no-answer'): void {
    const held = this.held.get(contact) ?? []
    this.held.delete(contact)
    for (const each of held) {
      this.put({ type: 'agent.missed', agent: each, contact, reason })
      this.ready(each)
    }
    const before = this.last('contact.queued', (event) => event.contact === contact)
    if (held.length === 0 || !before || !this.since.has(contact)) return
    const { type, queue, since, skills, priority } = before
    const need = { ...(skills && { skills }), ...(priority !== undefined && { priority }) }
    this.put({ type, contact, queue, since, ...need })
  }

  /** The caller hangs up, or the talk is over: wrap-up is none. */
  ends(contact: ContactId): void {
    if (!this.since.delete(contact)) return
    for (const each of this.held.get(contact) ?? []) this.#release(contact, each, 'talked')
    this.held.delete(contact)
    this.put({ type: 'contact.ended', contact, outcome: 'handled', reason: 'finished' })
  }

  #release(contact: ContactId, id: AgentId, why: 'talked' | 'not-connected'): void {
    this.put({ type: 'agent.released', agent: id, contact, queue: this.queueOf(contact), why })
    this.ready(id)
  }

  /** It stands in a line. */
  waits(contact: ContactId): boolean {
    return this.acd.contacts.get(contact)?.entry !== undefined
  }

  /** Where it was queued last. */
  queueOf(contact: ContactId): QueueId {
    return this.last('contact.queued', (event) => event.contact === contact)?.queue ?? queueOf('q')
  }

  of<Type extends Fact['type']>(type: Type): EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type)
  }

  last<Type extends Fact['type']>(
    type: Type,
    is: (event: EventOf<Type>) => boolean = () => true,
  ): EventOf<Type> | undefined {
    return this.of(type).findLast(is)
  }

  /** Whom it was offered to, in order. */
  offersOf(contact: ContactId): readonly AgentId[] {
    return this.of('contact.offered')
      .filter((event) => event.contact === contact)
      .map((event) => event.agent)
  }

  /** The state goes to plain JSON and comes back. */
  restarts(): void {
    const kept: unknown = JSON.parse(JSON.stringify(snapshotAcd(this.acd)))
    this.acd = restoreAcd(kept as ReturnType<typeof snapshotAcd>, this.tenant)
  }
}
