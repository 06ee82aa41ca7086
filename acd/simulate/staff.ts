import { type Agent, createAgent, stepAgent } from '../../core/agent.ts'
import type { Ask, Event } from '../../core/event.ts'
import type { AgentId } from '../../core/names.ts'
import type { Step } from '../../core/step.ts'
import type { Stage } from './agenda.ts'
import type { Scenario } from './scenario.ts'

/** Agents by core's own reducer, and what they ask for: to begin, to go, and to be back after too many misses. */
export class Staff {
  readonly #stage: Stage
  readonly #awayMs: number
  readonly #agents = new Map<AgentId, Agent>()
  /** Shifts that have begun and not ended, by agent. */
  readonly #shifts = new Map<AgentId, number>()

  constructor(stage: Stage, { answering, shifts }: Scenario) {
    this.#stage = stage
    this.#awayMs = answering.awaySeconds * 1000
    const { people } = stage.tenant
    for (const { id } of people) this.#agents.set(id, createAgent(id))
    if (!shifts)
      for (const { id, queues } of people)
        if (queues.length > 0) stage.after(0, () => this.#begin(id))
    for (const { agents, fromSeconds, toSeconds } of shifts ?? [])
      for (const agent of agents) {
        if (!this.#agents.has(agent)) continue
        stage.after(fromSeconds * 1000, () => this.#begin(agent))
        stage.after(toSeconds * 1000, () => this.#end(agent))
      }
  }

  /** Takes an event in that names an agent, or a timer that may be an agent's. */
  onEvent(id: AgentId, event: Event): Step<Agent> | undefined {
    const agent = this.#agents.get(id)
    if (!agent) return undefined
    const step = stepAgent(agent, event, this.#stage.tenant)
    this.#agents.set(id, step.state)
    if (event.type === 'agent.missed' && step.state.phase === 'notReady')
      this.#stage.after(this.#awayMs, () => this.#comeBack(id))
    return step
  }

  #begin(agent: AgentId): void {
    this.#shifts.set(agent, (this.#shifts.get(agent) ?? 0) + 1)
    this.#stage.tell([
      { type: 'agent.loggedOn', agent },
      { type: 'agent.appeared', agent },
      { type: 'device.registered', agent },
    ])
    this.#ask(agent, { ask: 'ready' })
  }

  #end(agent: AgentId): void {
    const left = (this.#shifts.get(agent) ?? 1) - 1
    this.#shifts.set(agent, left)
    if (left === 0) this.#ask(agent, { ask: 'logOff' })
  }

  #comeBack(agent: AgentId): void {
    if (this.#agents.get(agent)?.phase === 'notReady') this.#ask(agent, { ask: 'ready' })
  }

  #ask(agent: AgentId, ask: Ask): void {
    this.#stage.tell([{ type: 'agent.asked', agent, ask }])
  }
}
