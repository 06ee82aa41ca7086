import type { VoiceEffect } from '../../core/effect.ts'
import type { Ask, VoiceFact } from '../../core/event.ts'
import type { AgentId, LegId } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import type { Stage } from './stage.ts'

/** By which trunk a call comes, and what it says of its caller. */
export type Arrival = Extract<VoiceFact, { type: 'leg.arrived' }>

/** A customer with a phone, who does what the story says. */
export class CallerOnStage {
  isOn = false
  endedBy: ReasonCode | undefined
  readonly leg: LegId
  readonly #stage: Stage
  readonly #number: string

  constructor(stage: Stage, leg: LegId, number: string) {
    this.#stage = stage
    this.leg = leg
    this.#number = number
  }

  dials(number = '95000', how: Partial<Arrival> = {}): this {
    this.isOn = true
    const { leg } = this
    this.#stage.say({ type: 'leg.arrived', leg, number, from: this.#number, via: 'sip', ...how })
    this.#stage.passes(1)
    return this
  }

  presses(...digits: string[]): this {
    for (const digit of digits) {
      this.#stage.say({ type: 'leg.digit', leg: this.leg, digit })
      this.#stage.passes(0.5)
    }
    return this
  }

  /** Dials, chooses Chinese, and asks for sales. */
  waitsForSales(): this {
    return this.dials().presses('1', '1')
  }

  hangsUp(reason: ReasonCode = 'hung-up'): void {
    if (!this.isOn) return
    this.ends(reason)
    this.#stage.passes(0.1)
  }

  hears(): readonly string[] {
    return this.#stage.sound.heardBy(this.leg)
  }

  hearsAnswer(): void {
    if (this.isOn) this.#stage.say({ type: 'leg.answered', leg: this.leg })
  }

  ends(reason: ReasonCode): void {
    if (!this.isOn) return
    this.isOn = false
    this.endedBy = reason
    this.#stage.sound.end(this.leg)
    this.#stage.say({ type: 'leg.ended', leg: this.leg, reason })
  }
}

/** A phone that belongs to no agent: a customer who is called back, or a number outside. */
export class PhoneOnStage {
  /** The leg that rings or talks. */
  leg: LegId | undefined
  /** What the phone shows. */
  ring: Extract<VoiceEffect, { do: 'ring' }> | undefined
  rings = 0
  readonly #stage: Stage
  #onRing: 'waits' | 'answers' | ReasonCode = 'waits'
  #afterSeconds = 0

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** From now on picks up so long after the first ring. */
  answersAfter(seconds: number): this {
    this.#onRing = 'answers'
    this.#afterSeconds = seconds
    return this
  }

  ignores(): this {
    this.#onRing = 'waits'
    return this
  }

  /** From now on every ring ends so, at once. */
  failsWith(reason: ReasonCode): this {
    this.#onRing = reason
    this.#afterSeconds = 0
    return this
  }

  hearsRing(ring: Extract<VoiceEffect, { do: 'ring' }>): void {
    const { leg } = ring
    this.leg = leg
    this.ring = ring
    this.rings++
    this.#stage.say({ type: 'leg.ringing', leg })
    if (this.#onRing !== 'waits') this.#stage.later(this.#afterSeconds, () => this.#reactTo(leg))
  }

  #reactTo(leg: LegId): void {
    if (leg !== this.leg) return
    if (this.#onRing === 'answers') this.#stage.say({ type: 'leg.answered', leg })
    else if (this.#onRing !== 'waits') this.ends(leg, this.#onRing)
  }

  hangsUp(): void {
    if (this.leg) this.ends(this.leg, 'hung-up')
    this.#stage.passes(0.1)
  }

  ends(leg: LegId, reason: ReasonCode): void {
    if (this.leg !== leg) return
    this.leg = undefined
    this.#stage.sound.end(leg)
    this.#stage.say({ type: 'leg.ended', leg, reason })
  }

  hears(): readonly string[] {
    return this.leg ? this.#stage.sound.heardBy(this.leg) : []
  }
}

/** An agent with a desk page and a phone. */
export class AgentOnStage {
  /** The leg that rings or talks. */
  leg: LegId | undefined
  isTalking = false
  /** What the phone shows. */
  ring: Extract<VoiceEffect, { do: 'ring' }> | undefined
  readonly id: AgentId
  readonly #stage: Stage
  #onRing: 'waits' | 'answers' | ReasonCode = 'waits'
  #afterSeconds = 0
  #isGone = false

  constructor(stage: Stage, id: AgentId) {
    this.#stage = stage
    this.id = id
  }

  /** Logged on, page linked, softphone registered, ready. */
  isReady(): this {
    const agent = this.id
    this.#stage.put({ type: 'agent.loggedOn', agent })
    this.comesBack()
    this.asks({ ask: 'ready' })
    this.#stage.passes(1)
    return this
  }

  asks(ask: Ask): this {
    this.#stage.put({ type: 'agent.asked', agent: this.id, ask })
    this.#stage.passes(0.1)
    return this
  }

  /** From now on picks up so long after the first ring. */
  answersAfter(seconds: number): this {
    this.#onRing = 'answers'
    this.#afterSeconds = seconds
    return this
  }

  ignores(): this {
    this.#onRing = 'waits'
    return this
  }

  /** From now on every ring ends so: `busy`, `rejected`, `unreachable`. */
  failsWith(reason: ReasonCode): this {
    this.#onRing = reason
    return this
  }

  hearsRing(leg: LegId, ring: Extract<VoiceEffect, { do: 'ring' }>): void {
    this.leg = leg
    this.ring = ring
    if (this.#isGone) {
      this.ends(leg, 'unreachable')
      return
    }
    this.#stage.say({ type: 'leg.ringing', leg })
    const act = () => this.#reactTo(leg)
    if (ring.autoAnswer) this.#stage.later(0.1, () => this.answers(leg))
    else if (this.#onRing !== 'waits') this.#stage.later(this.#afterSeconds, act)
  }

  #reactTo(leg: LegId): void {
    if (this.#onRing === 'answers') this.answers(leg)
    else if (this.#onRing !== 'waits') this.ends(leg, this.#onRing)
  }

  answers(leg = this.leg): this {
    if (leg === undefined || leg !== this.leg) return this
    this.isTalking = true
    this.#stage.say({ type: 'leg.answered', leg })
    return this
  }

  hangsUp(reason: ReasonCode = 'hung-up'): void {
    if (this.leg) this.ends(this.leg, reason)
    this.#stage.passes(0.1)
  }

  ends(leg: LegId, reason: ReasonCode): void {
    if (this.leg !== leg) return
    this.leg = undefined
    this.isTalking = false
    this.#stage.sound.end(leg)
    this.#stage.say({ type: 'leg.ended', leg, reason })
  }

  /** The browser is gone: page link and sound. */
  vanishes(): void {
    this.#isGone = true
    this.#stage.put({ type: 'agent.vanished', agent: this.id })
    this.hangsUp('media-lost')
  }

  comesBack(): void {
    this.#isGone = false
    this.#stage.put({ type: 'agent.appeared', agent: this.id })
    this.#stage.say({ type: 'device.registered', agent: this.id })
    this.#stage.passes(0.2)
  }

  hears(): readonly string[] {
    return this.leg ? this.#stage.sound.heardBy(this.leg) : []
  }

  /** The last state that the stream tells of this agent. */
  state(): string {
    const told = this.#stage.events.findLast(
      (event) =>
        'agent' in event &&
        event.agent === this.id &&
        [
          'agent.becameReady',
          'agent.becameNotReady',
          'agent.loggedOff',
          'agent.released',
          'contact.offered',
          'contact.connected',
        ].includes(event.type),
    )
    return told?.type === 'agent.becameNotReady' ? `not ready: ${told.reason}` : (told?.type ?? '')
  }
}
