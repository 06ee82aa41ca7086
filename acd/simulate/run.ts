import type { TimerEffect } from '../../core/effect.ts'
import type { Event, Fact } from '../../core/event.ts'
import type { AgentId } from '../../core/names.ts'
import type { Tenant } from '../../core/tenant.ts'
import { isAgentTimer, timerKey } from '../../core/timer.ts'
import { stepAcd } from '../acd.ts'
import { createAcd } from '../snapshot.ts'
import { Agenda, type Appointment, callOff, type Stage } from './agenda.ts'
import { type Arrival, drawArrivals } from './arrivals.ts'
import { Callers } from './callers.ts'
import { ContactLedger } from './contact-ledger.ts'
import { createRandom } from './random.ts'
import type { Scenario } from './scenario.ts'
import { Staff } from './staff.ts'

/** Contacts that are still there so long after the last arrival are told as unfinished. */
const longestAfterSeconds = 4 * 3600

/** Once through the scenario, with the production router. A pure function of the seed. */
export function runOnce(scenario: Scenario, tenant: Tenant, seed: number): ContactLedger {
  const seeds = createRandom(seed)
  const newRandom = () => createRandom(seeds() * 2 ** 32)
  const run = new SimulationRun(scenario, tenant, newRandom)
  return run.through(drawArrivals(scenario, newRandom))
}

/** The world in small: the ACD, agents by core's reducer, callers, and a clock that jumps from instant to instant. */
class SimulationRun implements Stage {
  readonly tenant: Tenant
  readonly #scenario: Scenario
  readonly #acd = createAcd()
  readonly #agenda = new Agenda()
  readonly #timers = new Map<string, Appointment>()
  readonly #callers: Callers
  readonly #staff: Staff
  readonly #ledger: ContactLedger
  #seq = 0
  #nowMs = 0

  constructor(scenario: Scenario, tenant: Tenant, newRandom: () => () => number) {
    const { startAt, warmUpSeconds, lengthSeconds, utcOffsetMinutes, answering } = scenario
    this.tenant = tenant
    this.#scenario = scenario
    const [from, to] = [startAt + warmUpSeconds * 1000, startAt + lengthSeconds * 1000]
    this.#ledger = new ContactLedger(tenant, from, to)
    this.#callers = new Callers(this, answering, newRandom())
    this.#staff = new Staff(this, scenario)
    this.tell([
      { type: 'centre.started', utcOffsetMinutes },
      { type: 'tenant.configured', tenant },
    ])
  }

  through(arrivals: readonly Arrival[]): ContactLedger {
    let arrived = 0
    for (;;) {
      const arrival = arrivals[arrived]
      if (arrival && arrival.atMs < this.#agenda.nextAt) {
        arrived++
        this.#nowMs = arrival.atMs
        this.#callers.arrive(arrival, this.#at())
        continue
      }
      const next = this.#agenda.next()
      if (!next || this.#isOver(next.at, !arrival)) break
      this.#nowMs = next.at
      next.act?.()
    }
    this.#ledger.close()
    return this.#ledger
  }

  /** Puts facts through caller, agent and ACD, and what they conclude after them, until nothing more follows. */
  tell(facts: readonly Fact[]): void {
    const at = this.#at()
    const events = facts.map((fact) => this.#stamp(fact, at))
    const conclude = (fact: Fact) => void events.push(this.#stamp(fact, at))
    for (const event of events) {
      this.#ledger.onEvent(event)
      this.#callers.onEvent(event, conclude)
      const agent = agentOf(event)
      const step = agent && this.#staff.onEvent(agent, event)
      step?.conclusions.forEach(conclude)
      for (const effect of step?.effects ?? []) if ('timer' in effect) this.#set(effect)
      const { conclusions, effects } = stepAcd(this.#acd, event, this.tenant)
      conclusions.forEach(conclude)
      for (const effect of effects) this.#set(effect)
    }
  }

  after(ms: number, act: () => void): Appointment {
    return this.#agenda.arrange(this.#nowMs + ms, act)
  }

  #at(): number {
    return this.#scenario.startAt + this.#nowMs
  }

  #stamp(fact: Fact, at: number): Event {
    return { seq: ++this.#seq, at, ...fact }
  }

  #set(effect: TimerEffect): void {
    const { timer } = effect
    const key = timerKey(timer)
    callOff(this.#timers.get(key))
    this.#timers.delete(key)
    if (effect.do === 'stopTimer') return
    const fire = () => {
      this.#timers.delete(key)
      this.tell([{ type: 'timer.fired', timer }])
    }
    const atMs = effect.at - this.#scenario.startAt
    this.#timers.set(key, this.#agenda.arrange(Math.max(atMs, this.#nowMs), fire))
  }

  #isOver(atMs: number, haveAllArrived: boolean): boolean {
    const endMs = this.#scenario.lengthSeconds * 1000
    if (!haveAllArrived || atMs <= endMs) return false
    return this.#callers.present === 0 || atMs > endMs + longestAfterSeconds * 1000
  }
}

/** Whom an event concerns: the agent that it names, or the one whose timer it is. */
function agentOf(event: Event): AgentId | undefined {
  if ('agent' in event) return event.agent
  if (event.type !== 'timer.fired') return undefined
  return isAgentTimer(event.timer) ? event.timer.of : undefined
}
