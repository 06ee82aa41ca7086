import { readFileSync } from 'node:fs'
import type { VoiceEffect } from '../core/effect.ts'
import type { Event, Input } from '../core/event.ts'
import { type AgentId, type LegId, named, type QueueId } from '../core/names.ts'
import { plainPolicy } from '../core/policy.ts'
import type { Tenant } from '../core/tenant.ts'
import { readFlow } from '../ivr/read-flow.ts'
import { createWorld, stepWorld } from '../server/centre/world/world.ts'
import { Agenda } from './agenda.ts'

const flowFile = new URL('../ivr/flows/hotline.json', import.meta.url)
const ms = { answer: 20, key: 2_000, pickUp: 2_000, play: 4_000, talk: 60_000, wrapUp: 5_000 }

/**
 * Customers and agents on a virtual clock around the real reducers. Each customer dials, chooses Chinese and sales,
 * waits, and talks a minute until the agent hangs up; then the next one dials. Only the turns are timed, never the script.
 */
export class WorkingDay {
  readonly #world = createWorld()
  readonly #agenda = new Agenda(Date.UTC(2026, 10, 23, 9))
  #tookMs: number[] = []
  #callers = 0
  #waiting = 0

  /** So many customers are on the line that all agents talk and about `waiting` wait. */
  constructor(agents: number, waiting: number) {
    this.#put({ type: 'centre.started', utcOffsetMinutes: 480 })
    this.#put({ type: 'tenant.configured', tenant: tenantWith(agents) })
    this.#put({ type: 'voice.joined', id: named('v1') })
    for (let n = 0; n < agents; n++) this.#logOn(agentId(n))
    const span = ms.talk / (agents + waiting)
    for (let n = 0; n < agents + waiting; n++) this.#agenda.add(n * span, () => this.#dial())
  }

  waiting(): number {
    return this.#waiting
  }

  /** Goes on for at least so many turns; what each took, ms. */
  run(turns: number): readonly number[] {
    this.#tookMs = []
    while (this.#tookMs.length < turns) if (!this.#agenda.next()) throw new Error('the day is over')
    return this.#tookMs
  }

  #put(input: Input): void {
    const at = this.#agenda.now
    const begun = performance.now()
    const turn = stepWorld(this.#world, { at, ...input })
    this.#tookMs.push(performance.now() - begun)
    for (const effect of turn.timers)
      this.#agenda.setTimer(effect, (timer) => this.#put({ type: 'timer.fired', timer }))
    for (const event of turn.events) this.#notice(event)
    for (const { effect } of turn.voice) this.#obey(effect)
  }

  #later(afterMs: number, input: Input): void {
    this.#agenda.add(afterMs, () => this.#put(input))
  }

  #logOn(agent: AgentId): void {
    this.#put({ type: 'agent.loggedOn', agent })
    this.#put({ type: 'agent.appeared', agent })
    this.#put({ type: 'device.registered', agent })
    this.#put({ type: 'agent.asked', agent, ask: { ask: 'ready' } })
  }

  #dial(): void {
    const leg = named<LegId>(`in${++this.#callers}`)
    this.#put({ type: 'leg.arrived', leg, number: '95000', from: '13800138000', via: 'sip' })
    for (const nth of [1, 2]) this.#later(nth * ms.key, { type: 'leg.digit', leg, digit: '1' })
  }

  #notice(event: Event): void {
    if (event.type === 'contact.queued') this.#waiting++
    if (event.type === 'contact.offered') this.#waiting--
    if (event.type !== 'agent.released') return
    const { agent, contact } = event
    const ask = { ask: 'wrapUp', contact, disposition: '', note: '' } as const
    this.#later(ms.wrapUp, { type: 'agent.asked', agent, ask })
    this.#agenda.add(0, () => this.#dial())
  }

  /** The voice process, and the phones behind it. */
  #obey(effect: VoiceEffect): void {
    if (effect.do === 'answer') this.#later(ms.answer, { type: 'leg.answered', leg: effect.leg })
    if (effect.do === 'play')
      this.#later(ms.play, { type: 'leg.played', leg: effect.leg, play: effect.play })
    if (effect.do === 'ring') {
      this.#later(ms.answer, { type: 'leg.ringing', leg: effect.leg })
      this.#later(ms.pickUp, { type: 'leg.answered', leg: effect.leg })
      this.#later(ms.talk, { type: 'leg.ended', leg: effect.leg, reason: 'hung-up' })
    }
    if (effect.do === 'hangUp')
      this.#later(ms.answer, { type: 'leg.ended', leg: effect.leg, reason: effect.reason })
  }
}

const agentId = (n: number): AgentId => named(`a${n}`)

const queues = ['sales', 'support', 'billing'].map((id) => ({ id: named<QueueId>(id) }))

function tenantWith(agents: number): Tenant {
  const reading = readFlow(JSON.parse(readFileSync(flowFile, 'utf8')))
  if (!reading.ok) throw new Error(reading.faults.join('\n'))
  return {
    id: 'bench',
    hotlines: [{ number: '95000', name: { zh: '热线', en: 'Hotline' }, flow: named('hotline') }],
    skills: [],
    policy: plainPolicy(queues),
    queues: queues.map(({ id }) => ({
      id,
      name: { zh: id, en: id },
      serviceLevelSeconds: 20,
      music: named('music/default'),
      dispositions: [],
    })),
    people: Array.from({ length: agents }, (_, n) => ({
      id: agentId(n),
      name: `Agent ${n}`,
      role: 'agent',
      queues: [named('sales'), named('support')],
    })),
    flows: [reading.flow],
  }
}
