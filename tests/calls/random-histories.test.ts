import { existsSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import type { Event } from '../../core/event.ts'
import type { NumberedEffect } from '../../server/centre/world/world.ts'
import { histories, play } from './histories.ts'

const runs = { numRuns: 250 }

/** How often each offer came to an end. */
function endsOf(events: readonly Event[]): Map<string, number> {
  const open = new Map<string, string>()
  const ends = new Map<string, number>()
  for (const event of events) {
    if (event.type === 'contact.offered') {
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

/** Who rings or talks with which contact, event by event; false when somebody has too much. */
function isEvenHanded(events: readonly Event[]): boolean {
  const busy = new Map<string, string>()
  const talking = new Map<string, string>()
  return events.every((event, index) => {
    switch (event.type) {
      case 'contact.offered': {
        const isAlone = ![...busy.values()].includes(event.contact)
        if (busy.has(event.agent) || !(isAlone || event.reason.rule === 'ring-all')) return false
        busy.set(event.agent, event.contact)
        break
      }
      case 'contact.connected':
        if (talking.has(event.contact)) return false
        talking.set(event.contact, event.agent)
        break
      case 'agent.missed':
      case 'agent.released':
        busy.delete(event.agent)
        if (talking.get(event.contact) === event.agent) talking.delete(event.contact)
    }
    const isTurnOver = events[index + 1]?.cause === undefined
    const others = [...busy].filter(([agent, id]) => (talking.get(id) ?? agent) !== agent)
    return !isTurnOver || others.length === 0
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

t.test('the histories reach the far corners', async (t) => {
  const seen = new Set<string>()
  for (const each of fc.sample(histories, { numRuns: 1500, seed: 3 }))
    for (const event of play(each).events) {
      seen.add(event.type)
      if (event.type === 'contact.entered' && event.needsAnswer) seen.add('answered late')
      if (event.type === 'contact.leftFlow' && event.status === 410) seen.add('never answered')
      if (event.type === 'leg.ended') seen.add(event.reason)
      if (event.type === 'contact.ended') seen.add(event.outcome)
      if (event.type === 'contact.offered' && event.reason.relaxed > 0) seen.add('relaxed')
    }
  const corners = ['contact.connected', 'contact.parted', 'contact.rejoined', 'contact.transferred']
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
  const led = ['contact.diverted', 'callback.merged', 'callback.missed', 'left-message']
  for (const corner of [...corners, ...rare, ...led, 'contact.leftFlow'])
    t.ok(seen.has(corner), corner)
})
