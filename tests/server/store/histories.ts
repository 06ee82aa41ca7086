import type { Event, Fact } from '../../../core/event.ts'
import {
  type AgentId,
  type ContactId,
  type LegId,
  named,
  type QueueId,
} from '../../../core/names.ts'
import { someQuality, someReason } from '../../../testkit/samples.ts'

export const sales = named<QueueId>('sales')
export const support = named<QueueId>('support')
export const anna = named<AgentId>('1001')
export const bert = named<AgentId>('1002')

/** A script of facts with the second at which each happens. */
export type Script = readonly (readonly [second: number, fact: Fact])[]

/** Stamps a script: events with `seq` above `afterSeq`, in order. */
export function stamp(script: Script, afterSeq = 0): Event[] {
  return script.map(([second, fact], index) => {
    return { seq: afterSeq + index + 1, at: second * 1000, ...fact }
  })
}

/** A caller who presses 2, waits, is missed by bert, talks with anna, is held once, and hangs up. */
export function handledCall(id: string, from = '13800138000'): Script {
  const contact = named<ContactId>(id)
  const queue = sales
  const reason = someReason
  return [
    [0, opened(id, from)],
    [1, { type: 'contact.answered', contact }],
    [4, { type: 'contact.pressed', contact, node: 'menu', digits: '2' }],
    [5, { type: 'contact.queued', contact, queue, since: 5000 }],
    [6, { type: 'contact.offered', contact, queue, agent: bert, reason }],
    [21, { type: 'agent.missed', agent: bert, contact, reason: 'no-answer' }],
    [22, { type: 'contact.offered', contact, queue, agent: anna, reason }],
    [25, { type: 'contact.connected', contact, agent: anna, leg: named(`${id}.1`), queue }],
    [40, { type: 'contact.held', contact, agent: anna }],
    [50, { type: 'contact.resumed', contact, agent: anna }],
    [60, { type: 'agent.released', agent: anna, contact, queue, why: 'talked' }],
    [60, { type: 'contact.ended', contact, outcome: 'handled', reason: 'hung-up' }],
    [61, recorded(id)],
    [70, wrappedUp(id)],
  ]
}

export const opened = (id: string, from: string): Fact => ({
  type: 'contact.opened',
  contact: named(id),
  leg: named(`leg-${id}`),
  from,
  name: 'Wang Li',
  to: '95000',
  via: 'sip',
  flow: named('hotline'),
  language: 'zh',
  policy: 'plain',
  draw: 0.5,
})

export const recorded = (id: string): Fact => ({
  type: 'recording.ended',
  recording: named(id),
  file: `recordings/2026-11-21/${id}.wav`,
  seconds: 35,
  bytes: 1_120_044,
})

export const wrappedUp = (id: string): Fact => ({
  type: 'agent.wrappedUp',
  agent: anna,
  contact: named(id),
  disposition: 'sold',
  note: 'wants a call back on Monday',
  by: 'agent',
})

/** The journal as a store reads it. */
export const journalOf = (events: readonly Event[]) =>
  async function* (afterSeq: number): AsyncIterable<Event> {
    for (const event of events) if (event.seq > afterSeq) yield event
  }

/**
 * Event `seq` of an endless journal, any part of which can be had anew: step by step, four calls take turns.
 */
export function endlessEvent(seq: number): Event {
  const length = 14
  const round = Math.floor((seq - 1) / (4 * length))
  const place = (seq - 1) % (4 * length)
  const script = handledCall(`c${round * 4 + (place % 4) + 1}`)
  const [second, fact] = script[Math.floor(place / 4)] ?? [0, wrappedUp('c0')]
  return { seq, at: round * 100_000 + second * 1000, ...fact }
}

/** A call whose caller sounded well and whose agent did not, told to the end after the agent has wrapped up. */
export function soundOf(id: string): Script {
  const contact = named<ContactId>(id)
  const [caller, leg] = [named<LegId>(`leg-${id}`), named<LegId>(`${id}.1`)]
  const poor = { ...someQuality, codec: 'opus', lost: 400, rFactor: 51, mos: 2.6 }
  return [
    [0, opened(id, '13700137000')],
    [5, { type: 'leg.answered', leg }],
    [6, { type: 'contact.connected', contact, agent: anna, leg, queue: sales }],
    [40, { type: 'leg.measured', leg: caller, quality: poor, final: false }],
    [50, { type: 'media.faulted', leg: caller, reason: 'rtp-flood', detail: '9000 a second' }],
    [60, { type: 'contact.ended', contact, outcome: 'handled', reason: 'hung-up' }],
    [60, { type: 'leg.measured', leg: caller, quality: someQuality, final: true }],
    [60, { type: 'leg.measured', leg, quality: poor, final: true }],
    [61, { type: 'media.faulted', recording: named(id), reason: 'disk-full', detail: 'ENOSPC' }],
  ]
}
