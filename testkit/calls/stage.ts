import assert from 'node:assert/strict'
import type { VoiceEffect } from '../../core/effect.ts'
import type { Event, Fact, Input, VoiceFact } from '../../core/event.ts'
import { type ContactId, type LegId, named, type VoiceId } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import type { Tenant } from '../../core/tenant.ts'
import { type CentreTimer, timerKey } from '../../core/timer.ts'
import {
  type ArrivingInput,
  createWorld,
  restoreWorld,
  snapshotWorld,
  stepWorld,
  type Turn,
  type World,
} from '../../server/centre/world/world.ts'
import type { NumberedEffect } from '../../server/link/frames.ts'
import { AgentOnStage, CallerOnStage, PhoneOnStage } from './people.ts'
import { Sound } from './sound.ts'
import { tenant } from './tenant.ts'

const start = Date.UTC(2026, 10, 23, 9)
type Running = { readonly timer: CentreTimer; readonly at: number }

/** How long every play lasts on stage, ms. */
const playMs = 4000

/**
 * A whole centre on a virtual clock: the real world of reducers, and a voice process that obeys at once. People are
 * scripted by `caller()` and `agent()`. Nothing here knows the rules; it only carries events and effects.
 */
export class Stage {
  now = start
  readonly events: Event[] = []
  readonly sound = new Sound()
  /** Everything ordered of voice, in order. */
  readonly orders: NumberedEffect[] = []
  #world: World = createWorld()
  #snapshot: unknown = snapshotWorld(createWorld())
  #snapshotSeq = 0
  #snapshotTimers: ReadonlyMap<string, Running> = new Map()
  #diesNext = false
  #isDown = false
  #applied = 0
  #facts = 0
  #voice = named<VoiceId>('v1')
  readonly #held: { at: number; fact: VoiceFact; n: number }[] = []
  readonly #timers = new Map<string, Running>()
  readonly #later: { at: number; act: () => void }[] = []
  readonly #callers = new Map<LegId, CallerOnStage>()
  readonly #agents = new Map<string, AgentOnStage>()
  readonly #phones = new Map<string, PhoneOnStage>()
  #referStatus: number | undefined = 200

  constructor(configured: Tenant = tenant) {
    this.put({ type: 'centre.started', utcOffsetMinutes: 480 })
    this.put({ type: 'tenant.configured', tenant: configured })
    this.put({ type: 'voice.joined', id: this.#voice })
  }

  caller(number = '13800138000'): CallerOnStage {
    const caller = new CallerOnStage(this, named<LegId>(`in${this.#callers.size + 1}`), number)
    this.#callers.set(caller.leg, caller)
    return caller
  }

  agent(id: string): AgentOnStage {
    const known = this.#agents.get(id)
    if (known) return known
    const agent = new AgentOnStage(this, named(id))
    this.#agents.set(id, agent)
    return agent
  }

  /** The phone of nobody here at this SIP URI, or behind this trunk: `main/13900139000`. */
  phone(uri: string): PhoneOnStage {
    const phone = this.#phones.get(uri) ?? new PhoneOnStage(this)
    this.#phones.set(uri, phone)
    return phone
  }

  /** What the callers' networks make of a REFER from now on: a final status; silence without one. */
  networksAnswerReferrals(status: number | undefined): void {
    this.#referStatus = status
  }

  /** An input of the centre's own or of a desk; lost while the centre is down, as a broken link loses it. */
  put(input: Input, voice?: { id: VoiceId; n: number }, at = this.now): void {
    if (this.#isDown) return
    const turn = stepWorld(this.#world, { at, ...input, ...(voice ? { voice } : {}) })
    this.events.push(...turn.events)
    if (this.#diesNext) this.killsCentre()
    else this.#handOut(turn)
  }

  #handOut(turn: Turn): void {
    const [input] = turn.events
    if (input?.type === 'timer.fired') this.#timers.delete(timerKey(input.timer))
    for (const timer of turn.timers)
      if (timer.do === 'startTimer') this.#timers.set(timerKey(timer.timer), timer)
      else this.#timers.delete(timerKey(timer.timer))
    for (const order of turn.voice) this.#obey(order)
  }

  /** A fact of the voice process; kept while the centre is down, and then delivered in order. */
  say(fact: VoiceFact): void {
    const told = { at: this.now, fact, n: ++this.#facts }
    if (this.#isDown) this.#held.push(told)
    else this.put(fact, { id: this.#voice, n: told.n })
  }

  later(seconds: number, act: () => void): void {
    this.#later.push({ at: this.now + seconds * 1000, act })
  }

  passes(seconds: number): void {
    const until = this.now + seconds * 1000
    for (let due = this.#next(until); due; due = this.#next(until)) {
      this.now = due.at
      due.act()
    }
    this.now = until
  }

  /** Legs that some party still holds. */
  openLegs(): readonly LegId[] {
    const called = [...this.#agents.values(), ...this.#phones.values()]
    const callers = [...this.#callers.values()].flatMap(({ isOn, leg }) => (isOn ? leg : []))
    return [...callers, ...called.flatMap(({ leg }) => leg ?? [])]
  }

  /** SIGKILL: links break, and what was in memory is gone. */
  killsCentre(): void {
    this.#isDown = true
    this.#diesNext = false
    this.#timers.clear()
  }

  /** SIGKILL in the worst instant: the next turn is journalled, and not one of its effects leaves. */
  killsCentreInNextTurn(): void {
    this.#diesNext = !this.#isDown
  }

  /** The centre comes back from its last snapshot and the journal's tail, and hears what voice kept for it. */
  restartsCentre(): void {
    this.#diesNext = false
    if (!this.#isDown) return
    this.#isDown = false
    const { world: replayed, turns } = this.#replay()
    assert.deepEqual(snapshotWorld(replayed), snapshotWorld(this.#world), 'replay equals the life')
    this.#world = replayed
    // Voice knows which effects it has applied; the others are repeated.
    for (const turn of turns) this.#handOut(turn)
    this.put({ type: 'centre.started', utcOffsetMinutes: 480 })
    for (const { fact, n, at } of this.#held.splice(0)) this.put(fact, { id: this.#voice, n }, at)
  }

  takesSnapshot(): void {
    if (this.#isDown) return
    this.#snapshot = JSON.parse(JSON.stringify(snapshotWorld(this.#world)))
    this.#snapshotSeq = this.#world.seq
    this.#snapshotTimers = new Map(this.#timers)
  }

  /** A fact that voice delivers a second time, because the acknowledgement was lost. */
  repeatsLastFact(fact: VoiceFact): void {
    this.put(fact, { id: this.#voice, n: this.#facts })
  }

  /** The voice process dies with all its legs; another takes its place. */
  restartsVoice(): void {
    this.#voice = named<VoiceId>(`${this.#voice}+`)
    this.#facts = 0
    this.put({ type: 'voice.joined', id: this.#voice })
  }

  of<Type extends Fact['type']>(type: Type): readonly Extract<Event, { type: Type }>[] {
    return this.events.filter(
      (event): event is Extract<Event, { type: Type }> => event.type === type,
    )
  }

  /** The contact that a caller's call became. */
  contactOf(caller: CallerOnStage): ContactId {
    const opened = this.of('contact.opened').find(({ leg }) => leg === caller.leg)
    assert.ok(opened, 'the call became a contact')
    return opened.contact
  }

  /** The kinds of events of one contact, in order. */
  storyOf(caller: CallerOnStage): readonly string[] {
    const contact = this.contactOf(caller)
    return this.events.flatMap((event) =>
      'contact' in event && event.contact === contact ? [event.type] : [],
    )
  }

  #replay(): { world: World; turns: readonly Turn[] } {
    const world = restoreWorld(this.#snapshot)
    const tail = this.events.filter(({ seq }) => seq > this.#snapshotSeq)
    // Timers that run are part of what a snapshot carries.
    for (const [key, running] of this.#snapshotTimers) this.#timers.set(key, running)
    const turns = tail
      .filter(({ cause }) => cause === undefined)
      .map(({ seq: _, ...input }) => stepWorld(world, input as ArrivingInput))
    const replayed = turns.flatMap((turn) => turn.events)
    assert.deepEqual(replayed, tail, 'the journal replays to the same conclusions')
    return { world, turns }
  }

  #next(until: number): { at: number; act: () => void } | undefined {
    const timer = [...this.#timers.values()].sort((one, other) => one.at - other.at)[0]
    const later = this.#later.sort((one, other) => one.at - other.at)[0]
    if (timer && timer.at <= until && (!later || timer.at <= later.at)) {
      this.#timers.delete(timerKey(timer.timer))
      const act = () => this.put({ type: 'timer.fired', timer: timer.timer })
      return { at: Math.max(this.now, timer.at), act }
    }
    if (!later || later.at > until) return undefined
    this.#later.shift()
    return { at: Math.max(this.now, later.at), act: later.act }
  }

  /** The voice process: at once, each effect once. */
  #obey(order: NumberedEffect): void {
    if (order.n <= this.#applied) return
    assert.equal(order.n, this.#applied + 1, 'effects come without a gap')
    this.#applied = order.n
    this.orders.push(order)
    this.sound.perform(order.effect)
    this.#act(order.effect)
  }

  #act(effect: VoiceEffect): void {
    const act = this.#actFor(effect)
    if (act) this.later(effect.do === 'play' ? playMs / 1000 : 0.02, act)
  }

  #actFor(effect: VoiceEffect): (() => void) | undefined {
    switch (effect.do) {
      case 'answer':
        return () => this.#callers.get(effect.leg)?.hearsAnswer()
      case 'refuse':
        return () => this.#callers.get(effect.leg)?.ends(effect.reason)
      case 'ring':
        return () => this.#ring(effect)
      case 'hangUp':
        return () => this.#endLeg(effect.leg, effect.reason)
      case 'refer':
        return () => this.#refer(effect.leg)
      case 'play':
        return () => {
          if (this.sound.played(effect.leg, effect.play))
            this.say({ type: 'leg.played', leg: effect.leg, play: effect.play })
        }
      case 'stopRecording': {
        const { recording } = effect
        const file = { file: `${recording}.wav`, seconds: 3, bytes: 9 }
        return () => this.say({ type: 'recording.ended', recording, ...file })
      }
      default:
        return undefined
    }
  }

  #ring(effect: Extract<VoiceEffect, { do: 'ring' }>): void {
    if (effect.agent !== undefined) this.agent(effect.agent).hearsRing(effect.leg, effect)
    else if ('uri' in effect.to) this.phone(effect.to.uri).hearsRing(effect)
    else if ('trunk' in effect.to)
      this.phone(`${effect.to.trunk}/${effect.to.digits}`).hearsRing(effect)
  }

  #refer(leg: LegId): void {
    const [status, caller] = [this.#referStatus, this.#callers.get(leg)]
    if (status !== undefined && caller?.isOn) this.say({ type: 'leg.transferred', leg, status })
  }

  #endLeg(leg: LegId, reason: ReasonCode): void {
    this.#callers.get(leg)?.ends(reason)
    for (const agent of this.#agents.values()) agent.ends(leg, reason)
    for (const phone of this.#phones.values()) phone.ends(leg, reason)
  }
}
