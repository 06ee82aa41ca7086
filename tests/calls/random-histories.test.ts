import { existsSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import type { Event, EventOf } from '../../core/event.ts'
import type { NumberedEffect } from '../../server/link/frames.ts'
import { histories, play } from './histories.ts'

const runs = { numRuns: 250 }

/** How often each offer came to an end. */
function endsOf(events: readonly Event[]): Map<string, number> {
  const open = new Map<string, string>()
  const ends = new Map<string, number>()
  for (const event of events) {
    if (event.type === 'contact.offered' || event.type === 'contact.handedOver') {
      const offer = `${event.contact}/${event.agent}/${event.seq}`
      ends.set(offer, 0)
      open.set(`${event.contact}/${event.agent}`, offer)
    }
    if (event.type === 'agent.missed' || event.type === 'agent.released') {
      const offer = open.get(`${event.contact}/${event.agent}`) ?? `unknown ${event.seq}`
      ends.set(offer, (ends.get(offer) ?? 0) + 1)
    }
  }
  return ends
}

t.test('every reserved agent is released exactly once', async () => {
  fc.assert(
    fc.property(histories, (history) => {
      const { events } = play(history)
      return [...endsOf(events).values()].every((count) => count === 1)
    }),
    runs,
  )
})

t.test('no contact is lost: each that opened ends once, and nothing of it stays', async () => {
  fc.assert(
    fc.property(histories, (history) => {
      const stage = play(history)
      const ended = stage.of('contact.ended').map(({ contact }) => contact)
      const opened = stage.of('contact.opened').map(({ contact }) => contact)
      const isEven = ended.length === opened.length && opened.every((id) => ended.includes(id))
      return isEven && stage.sound.recordings.size === 0 && stage.openLegs().length === 0
    }),
    runs,
  )
})

/** What became of each recording: begun once, paused and resumed in turn, stopped for good. */
function recordedWell(orders: readonly NumberedEffect[]): boolean {
  const states = new Map<string, 'on' | 'paused' | 'over'>()
  return orders.every(({ effect }) => {
    if (!('recording' in effect)) return true
    const { recording } = effect
    const before = states.get(recording)
    switch (effect.do) {
      case 'record':
        states.set(recording, before ?? 'on')
        return before !== 'over'
      case 'pauseRecording':
        states.set(recording, 'paused')
        return before === 'on'
      case 'resumeRecording':
        states.set(recording, 'on')
        return before === 'paused'
      case 'stopRecording':
        states.set(recording, 'over')
        return before === 'on' || before === 'paused'
    }
  })
}

t.test('each recording has its own life, and ends', async () => {
  fc.assert(
    fc.property(histories, (history) => recordedWell(play(history).orders)),
    runs,
  )
})

/** Who rings, talks or is consulted, event by event; each is false when somebody has too much. */
class Floor {
  /** The contact that an agent is offered or has, and the agent whom a contact talks with. */
  readonly #busy = new Map<string, string>()
  readonly #talking = new Map<string, string>()
  readonly #consulted = new Set<string>()

  hear(event: Event): boolean {
    switch (event.type) {
      case 'contact.offered':
        return this.#offer(event)
      case 'contact.connected':
        return this.#connect(event)
      case 'agent.missed':
      case 'agent.released':
        return this.#release(event)
      default:
        return this.#consult(event)
    }
  }

  /** Whoever is busy with a contact that somebody talks with is the one who does. */
  isEven(): boolean {
    return [...this.#busy].every(([agent, id]) => (this.#talking.get(id) ?? agent) === agent)
  }

  #offer({ agent, contact, reason }: EventOf<'contact.offered'>): boolean {
    const isAlone = ![...this.#busy.values()].includes(contact)
    const isFree = !this.#busy.has(agent) && !this.#consulted.has(agent)
    this.#busy.set(agent, contact)
    return isFree && (isAlone || reason.rule === 'ring-all')
  }

  #connect({ agent, contact }: { readonly agent: string; readonly contact: string }): boolean {
    const isFirst = !this.#talking.has(contact)
    this.#talking.set(contact, agent)
    return isFirst
  }

  #release({ agent, contact }: EventOf<'agent.missed' | 'agent.released'>): boolean {
    this.#busy.delete(agent)
    if (this.#talking.get(contact) === agent) this.#talking.delete(contact)
    return true
  }

  #consult(event: Event): boolean {
    if (event.type === 'consult.offered') {
      const isFree = !this.#busy.has(event.agent) && !this.#consulted.has(event.agent)
      this.#consulted.add(event.agent)
      return isFree
    }
    if (event.type === 'consult.ended')
      return event.agent === undefined || this.#consulted.delete(event.agent)
    if (event.type !== 'contact.handedOver') return true
    this.#busy.set(event.agent, event.contact)
    return this.#consulted.delete(event.agent) && this.#connect(event)
  }
}

function isEvenHanded(events: readonly Event[]): boolean {
  const floor = new Floor()
  return events.every((event, index) => {
    const isTurnOver = events[index + 1]?.cause === undefined
    return floor.hear(event) && (!isTurnOver || floor.isEven())
  })
}

t.test('no agent holds two contacts, and no contact talks with two agents', async () => {
  fc.assert(
    fc.property(histories, (history) => isEvenHanded(play(history).events)),
    runs,
  )
})

t.test('no effect is done twice, whatever the kills', async () => {
  fc.assert(
    fc.property(histories, (history) => {
      const { orders } = play(history)
      const rings = orders.flatMap(({ effect }) => (effect.do === 'ring' ? [effect.leg] : []))
      return orders.every(({ n }, i) => n === i + 1) && new Set(rings).size === rings.length
    }),
    runs,
  )
})

t.test('every prompt that callers are to hear is there', async (t) => {
  const ordered = new Set<string>()
  for (const each of fc.sample(histories, { numRuns: 800, seed: 6 }))
    for (const { effect } of play(each).orders)
      if (effect.do === 'play')
        for (const prompt of effect.prompts) if (typeof prompt === 'string') ordered.add(prompt)
  t.ok(ordered.has('tone/beep') && ordered.has('zh/callback-greeting'))
  for (const id of ordered)
    t.ok(existsSync(new URL(`../../prompts/${id}.wav`, import.meta.url)), `there is no ${id}`)
})

/** What is rare about an event. */
function* cornersOf(event: Event): Generator<string> {
  yield event.type
  if ('outcome' in event) yield event.outcome
  if (event.type === 'leg.ended' || event.type === 'outbound.refused') yield event.reason
  if (event.type === 'contact.entered' && event.needsAnswer) yield 'answered late'
  if (event.type === 'contact.leftFlow' && event.status === 410) yield 'never answered'
  if (event.type === 'contact.offered' && event.reason.relaxed > 0) yield 'relaxed'
  if (event.type === 'outbound.routed') yield* cornersOfPlacing(event)
}

function* cornersOfPlacing({ how, passed }: EventOf<'outbound.routed'>): Generator<string> {
  if (how === 'refer') yield 'referred'
  if (passed.length > 0) yield 'by the second trunk'
}

t.test('the histories reach the far corners', async (t) => {
  const seen = new Set<string>()
  for (const each of fc.sample(histories, { numRuns: 1500, seed: 3 }))
    for (const event of play(each).events) for (const corner of cornersOf(event)) seen.add(corner)
  const corners = [
    'contact.connected',
    'contact.agentLost',
    'contact.agentRejoined',
    'contact.transferred',
  ]
  const rare = [
    'agent.missed',
    'agent.spared',
    'elsewhere',
    'relaxed',
    'contact.held',
    'recording.resumed',
    'leg.measured',
    'answered late',
    'never answered',
  ]
  const outside = [
    ...['contact.handedOver', 'consult.dialled', 'consult.ended', 'outbound.refused', 'spend-cap'],
    ...['trunk-full', 'referred', 'transferred', 'leg.referred', 'by the second trunk'],
  ]
  const led = ['contact.diverted', 'callback.merged', 'callback.missed', 'left-message']
  for (const corner of [...corners, ...rare, ...outside, ...led, 'contact.leftFlow'])
    t.ok(seen.has(corner), corner)
})
