import type { Answering, Shift } from '../../acd/simulate/scenario.ts'
import type { Event, EventOf } from '../../core/event.ts'
import type { AgentId, ContactId } from '../../core/names.ts'

/** When agents were there to serve, and how they answered their phones. */
export class Presence {
  readonly #since = new Map<AgentId, number>()
  readonly #times: { readonly agent: AgentId; readonly from: number; readonly to: number }[] = []
  readonly #offers = new Map<string, number>()
  readonly #answerSeconds: number[] = []
  #misses = 0
  /** Made not ready by a miss, since when; and how long those who were stayed away. */
  readonly #away = new Map<AgentId, number>()
  readonly #missed = new Set<AgentId>()
  readonly #awaySeconds: number[] = []

  onEvent(event: Event): void {
    switch (event.type) {
      case 'contact.offered':
        this.#offers.set(offerOf(event), event.at)
        break
      case 'contact.connected':
        this.#answer(event)
        break
      case 'agent.missed':
        this.#misses++
        this.#missed.add(event.agent)
        this.#offers.delete(offerOf(event))
        break
      case 'agent.released':
        this.#offers.delete(offerOf(event))
        break
      case 'agent.becameReady':
        this.#begin(event)
        break
      case 'agent.becameNotReady':
      case 'agent.loggedOff':
        this.#end(event)
        break
      default:
    }
  }

  /** How phones were answered; plain guesses where the journal shows none. */
  answering(): Answering {
    const [answered, away] = [this.#answerSeconds, this.#awaySeconds]
    const rings = answered.length + this.#misses
    return {
      delay:
        answered.length > 0
          ? { kind: 'observed', oneOfSeconds: answered }
          : { kind: 'fixed', seconds: 0 },
      missShare: rings === 0 ? 0 : this.#misses / rings,
      awaySeconds: away.length === 0 ? 60 : away.reduce((sum, each) => sum + each, 0) / away.length,
    }
  }

  /** Times from the first readiness to the next absence that was not the router's doing. */
  shifts(startAt: number, endAt: number): Shift[] {
    const open = [...this.#since].map(([agent, from]) => ({ agent, from, to: endAt }))
    return [...this.#times, ...open].map(({ agent, from, to }) => ({
      agents: [agent],
      fromSeconds: (from - startAt) / 1000,
      toSeconds: (to - startAt) / 1000,
    }))
  }

  #answer(event: EventOf<'contact.connected'>): void {
    const offer = offerOf(event)
    const offeredAt = this.#offers.get(offer)
    if (offeredAt !== undefined) this.#answerSeconds.push((event.at - offeredAt) / 1000)
    this.#offers.delete(offer)
  }

  #begin({ agent, at }: EventOf<'agent.becameReady'>): void {
    this.#missed.delete(agent)
    const awaySince = this.#away.get(agent)
    if (awaySince !== undefined) this.#awaySeconds.push((at - awaySince) / 1000)
    this.#away.delete(agent)
    if (!this.#since.has(agent)) this.#since.set(agent, at)
  }

  #end({ type, agent, at }: EventOf<'agent.becameNotReady' | 'agent.loggedOff'>): void {
    // A miss made him not ready: the simulation does that by itself.
    if (type === 'agent.becameNotReady' && this.#missed.delete(agent)) {
      this.#away.set(agent, at)
      return
    }
    const from = this.#since.get(agent)
    this.#since.delete(agent)
    this.#away.delete(agent)
    if (from !== undefined) this.#times.push({ agent, from, to: at })
  }
}

const offerOf = ({ contact, agent }: { readonly contact: ContactId; readonly agent: AgentId }) =>
  `${contact} ${agent}`
