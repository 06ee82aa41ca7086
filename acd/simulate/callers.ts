//   arrive -> waiting -> ringing -> talking -> ended
//                ^          |
//                +- missed -+        waiting, ringing -> gave up;  waiting -> another queue, or out of it
import type { Conclusion, Event, EventOf, Outcome } from '../../core/event.ts'
import { type AgentId, type ContactId, type LegId, named, type QueueId } from '../../core/names.ts'
import { ruleOf } from '../../core/policy.ts'
import { type Appointment, callOff, type Stage } from './agenda.ts'
import type { Arrival } from './arrivals.ts'
import { drawMs } from './duration.ts'
import type { Random } from './random.ts'
import type { Answering } from './scenario.ts'

type SimulatedCaller = {
  readonly contact: ContactId
  readonly arrival: Arrival
  /** Version of the policy. */
  readonly policy: string
  /** When the waiting began, in the stream's clock. */
  readonly since: number
  queue: QueueId
  readonly rings: Map<AgentId, Appointment>
  patience?: Appointment
}

/** Contacts from their arrival to their end, as core concludes them. */
export class Callers {
  readonly #stage: Stage
  readonly #answering: Answering
  readonly #random: Random
  readonly #callers = new Map<ContactId, SimulatedCaller>()
  #arrived = 0

  constructor(stage: Stage, answering: Answering, random: Random) {
    this.#stage = stage
    this.#answering = answering
    this.#random = random
  }

  /** How many are there now. */
  get present(): number {
    return this.#callers.size
  }

  arrive(arrival: Arrival, since: number): void {
    const { policy: usual, trial } = this.#stage.tenant
    const { queue, patienceMs, draw } = arrival
    const policy = trial && draw < trial.share ? trial.policy.version : usual.version
    const contact = named<ContactId>(`c${++this.#arrived}`)
    const caller: SimulatedCaller = { contact, arrival, policy, since, queue, rings: new Map() }
    this.#callers.set(contact, caller)
    if (patienceMs < Infinity)
      caller.patience = this.#stage.after(patienceMs, () => this.#giveUp(caller))
    this.#stage.tell([opened(caller), this.#queued(caller)])
  }

  /** What the ACD concludes about a contact. */
  onEvent(event: Event, conclude: (conclusion: Conclusion) => void): void {
    if (event.type !== 'contact.offered' && event.type !== 'contact.overflowed') return
    const caller = this.#callers.get(event.contact)
    if (!caller) return
    if (event.type === 'contact.offered') this.#ring(caller, event.agent)
    else this.#moveOn(caller, event, conclude)
  }

  #ring(caller: SimulatedCaller, agent: AgentId): void {
    const { delay, missShare } = this.#answering
    const [answerMs, isMissed] = [drawMs(delay, this.#random), this.#random() < missShare]
    const seconds = ruleOf(this.#stage.tenant, caller.queue, caller.policy)?.ringSeconds ?? 15
    const ring =
      isMissed || answerMs >= seconds * 1000
        ? this.#stage.after(seconds * 1000, () => this.#miss(caller, agent))
        : this.#stage.after(answerMs, () => this.#connect(caller, agent))
    caller.rings.set(agent, ring)
  }

  #miss(caller: SimulatedCaller, agent: AgentId): void {
    const { contact, rings } = caller
    rings.delete(agent)
    const missed: Conclusion = { type: 'agent.missed', agent, contact, reason: 'no-answer' }
    this.#stage.tell(rings.size === 0 ? [missed, this.#queued(caller)] : [missed])
  }

  #connect(caller: SimulatedCaller, agent: AgentId): void {
    const { contact, queue, arrival, rings } = caller
    callOff(caller.patience)
    rings.delete(agent)
    this.#stage.after(arrival.talkMs, () => this.#hangUp(caller, agent))
    this.#stage.tell([
      { type: 'contact.connected', contact, agent, leg: legOf(contact), queue },
      ...this.#release(caller),
    ])
  }

  /** The talk is over; the agent wraps up. */
  #hangUp(caller: SimulatedCaller, agent: AgentId): void {
    const { contact, queue, arrival, policy } = caller
    this.#callers.delete(contact)
    this.#stage.tell([
      { type: 'agent.released', agent, contact, queue, why: 'talked' },
      ended(contact, 'handled'),
    ])
    const mostMs = (ruleOf(this.#stage.tenant, queue, policy)?.wrapUpSeconds ?? 0) * 1000
    const { wrapUpMs = mostMs } = arrival
    const ask = { ask: 'wrapUp', contact, disposition: '', note: '' } as const
    if (wrapUpMs < mostMs)
      this.#stage.after(wrapUpMs, () => this.#stage.tell([{ type: 'agent.asked', agent, ask }]))
  }

  #giveUp(caller: SimulatedCaller): void {
    const { contact } = caller
    this.#callers.delete(contact)
    this.#stage.tell([...this.#release(caller), ended(contact, 'abandoned-in-queue')])
  }

  /** The other phones stop ringing. */
  #release({ contact, queue, rings }: SimulatedCaller): Conclusion[] {
    const agents = [...rings.keys()]
    for (const ring of rings.values()) callOff(ring)
    rings.clear()
    return agents.map((agent) => ({
      type: 'agent.released',
      agent,
      contact,
      queue,
      why: 'not-connected',
    }))
  }

  /** Into another queue with the age kept; whoever goes elsewhere leaves the simulation. */
  #moveOn(
    caller: SimulatedCaller,
    { to }: EventOf<'contact.overflowed'>,
    conclude: (conclusion: Conclusion) => void,
  ): void {
    const { contact } = caller
    if ('queue' in to) {
      caller.queue = to.queue
      conclude(this.#queued(caller))
    } else {
      callOff(caller.patience)
      this.#callers.delete(contact)
      conclude(ended(contact, 'diverted'))
    }
  }

  #queued({ contact, queue, since, arrival }: SimulatedCaller): Conclusion {
    const { skills, priority } = arrival
    return {
      type: 'contact.queued',
      contact,
      queue,
      since,
      ...(skills && { skills }),
      ...(priority !== undefined && { priority }),
    }
  }
}

const opened = ({ contact, arrival, policy }: SimulatedCaller): Conclusion => ({
  type: 'contact.opened',
  contact,
  leg: named(contact),
  from: arrival.from ?? contact,
  to: '',
  via: 'sip',
  flow: named(''),
  language: 'zh',
  policy,
  draw: arrival.draw,
})

const ended = (contact: ContactId, outcome: Outcome): Conclusion => ({
  type: 'contact.ended',
  contact,
  outcome,
  reason: 'finished',
})

/** Nobody looks at the legs of a simulation. */
const legOf = (contact: ContactId): LegId => named<LegId>(`${contact}.1`)
