import fc from 'fast-check'
import t from 'tap'
import type { Fact } from '../../../core/event.ts'
import { type ContactId, type LegId, named } from '../../../core/names.ts'
import { type ContactHistory, projectContact } from '../../../server/store/contact-history.ts'
import { contactRecord } from '../../../server/store/contact-record.ts'
import { someReason } from '../../../testkit/samples.ts'
import { anna, bert, handledCall, opened, sales, type Script, stamp, support } from './histories.ts'

const contact = named<ContactId>('c1')
const some = named<LegId>('c1.1')
const told = (script: Script): ContactHistory | undefined =>
  stamp(script).reduce<ContactHistory | undefined>(projectContact, undefined)
const recordOf = (script: Script) => {
  const story = told(script)
  return story && contactRecord(story)
}
/** `talking 1002 25..40`, seconds. */
const phasesOf = (script: Script) =>
  recordOf(script)?.phases.map(({ phase, agent, queue, from, to }) =>
    [phase, queue, agent, `${from / 1000}..${to / 1000}`].filter(Boolean).join(' '),
  )

t.test('a handled call is told segment by segment, without a gap', async (t) => {
  t.same(phasesOf(handledCall('c1')), [
    'flow 1..5',
    'waiting sales 5..6',
    'ringing sales 1002 6..21',
    'waiting sales 21..22',
    'ringing sales 1001 22..25',
    'talking sales 1001 25..40',
    'held sales 1001 40..50',
    'talking sales 1001 50..60',
    'wrapUp sales 1001 60..70',
  ])
  t.match(recordOf(handledCall('c1')), {
    arrivedAt: 0,
    endedAt: 60_000,
    agent: anna,
    keys: '2',
    waitMs: 20_000,
    talkMs: 25_000,
    holdMs: 10_000,
    wrapUpMs: 10_000,
    disposition: 'sold',
    outcome: 'handled',
    reason: 'hung-up',
  })
})

t.test('a transferred call waits for the second agent while the first wraps up', async (t) => {
  const reason = { ...someReason, rule: 'asked-for' } as const
  const script: Script = [
    ...handledCall('c1').slice(0, 8),
    [40, { type: 'contact.transferred', contact, agent: anna, to: { queue: support } }],
    [40, { type: 'agent.released', agent: anna, contact, queue: sales, why: 'talked' }],
    [40, { type: 'contact.queued', contact, queue: support, since: 40_000 }],
    [42, { type: 'contact.offered', contact, queue: support, agent: bert, reason }],
    [44, { type: 'contact.connected', contact, queue: support, agent: bert, leg: some }],
    [55, wrappedUpBy(anna, 'passed-on', 'to support')],
    [60, { type: 'agent.released', agent: bert, contact, queue: support, why: 'talked' }],
    [60, { type: 'contact.ended', contact, outcome: 'handled', reason: 'hung-up' }],
    [90, wrappedUpBy(bert, '', '', 'timer')],
  ]
  t.same(phasesOf(script)?.slice(5), [
    'talking sales 1001 25..40',
    'wrapUp sales 1001 40..55',
    'waiting support 40..42',
    'ringing support 1002 42..44',
    'talking support 1002 44..60',
    'wrapUp support 1002 60..90',
  ])
  t.match(recordOf(script), {
    agent: bert,
    queue: support,
    wrapUpMs: 45_000,
    disposition: 'passed-on',
    note: 'to support',
  })
  t.same(told(script)?.agents, [anna, bert])
})

t.test('a caller who hangs up in the queue was waiting to the end', async (t) => {
  const script: Script = [
    ...handledCall('c1').slice(0, 5),
    [9, { type: 'agent.released', agent: bert, contact, queue: sales, why: 'not-connected' }],
    [9, { type: 'contact.ended', contact, outcome: 'abandoned-in-queue', reason: 'hung-up' }],
  ]
  t.same(phasesOf(script), ['flow 1..5', 'waiting sales 5..6', 'ringing sales 1002 6..9'])
  t.match(recordOf(script), { agent: undefined, talkMs: 0, wrapUpMs: 0, waitMs: 4000 })
})

t.test('a ring at several names nobody and lasts until the last one is out', async (t) => {
  const both = [anna, bert].map(
    (agent) =>
      [6, { type: 'contact.offered', contact, queue: sales, agent, reason: someReason }] as const,
  )
  const rings: Script = [...handledCall('c1').slice(0, 4), ...both]
  const answered: Script = [
    ...rings,
    [8, { type: 'agent.missed', agent: bert, contact, reason: 'rejected' }],
    [9, { type: 'contact.connected', contact, agent: anna, queue: sales, leg: some }],
    [20, { type: 'contact.ended', contact, outcome: 'handled', reason: 'hung-up' }],
  ]
  const lines = ['ringing sales 6..9', 'talking sales 1001 9..20']
  t.same(phasesOf(answered)?.slice(2), lines)
  const missed: Script = [
    ...rings,
    [8, { type: 'agent.missed', agent: bert, contact, reason: 'rejected' }],
    [21, { type: 'agent.missed', agent: anna, contact, reason: 'no-answer' }],
    [30, { type: 'contact.ended', contact, outcome: 'abandoned-in-queue', reason: 'hung-up' }],
  ]
  t.same(phasesOf(missed)?.slice(2), ['ringing sales 6..21', 'waiting sales 21..30'])
})

t.test('a callback keeps the hours without a line apart from the waiting', async (t) => {
  const number = '13800138000'
  const leg = named<LegId>('c1.1')
  const offered = { type: 'contact.offered', contact, queue: sales, agent: anna } as const
  const booked: Script = [
    ...handledCall('c1').slice(0, 4),
    [9, { type: 'callback.booked', contact, queue: sales, number, since: 5000, until: 9e6 }],
    [600, { type: 'callback.dialled', contact, leg, attempt: 1 }],
    [620, { type: 'callback.missed', contact, attempt: 1, reason: 'no-answer', retryAt: 9e5 }],
  ]
  const answered: Script = [
    ...booked,
    [900, { type: 'callback.dialled', contact, leg, attempt: 2 }],
    [910, { type: 'contact.queued', contact, queue: sales, since: 5000 }],
    [910, { ...offered, reason: someReason }],
    [913, { type: 'contact.connected', contact, agent: anna, queue: sales, leg: some }],
    [920, { type: 'contact.ended', contact, outcome: 'handled', reason: 'hung-up' }],
  ]
  t.same(phasesOf(answered)?.slice(1), [
    ...['waiting sales 5..9', 'callback sales 9..910'],
    ...['ringing sales 1001 910..913', 'talking sales 1001 913..920'],
  ])
  t.equal(recordOf(answered)?.waitMs, 7000)
  const given: Script = [
    ...booked,
    [620, { type: 'contact.ended', contact, outcome: 'callback-failed', reason: 'no-answer' }],
  ]
  t.match(recordOf(given), { outcome: 'callback-failed', waitMs: 4000, agent: undefined })
})

t.test('a message and a talk outside are segments of their own', async (t) => {
  const led = { type: 'contact.overflowed', contact, queue: sales, why: 'closed' } as const
  const end = { type: 'contact.ended', contact, reason: 'hung-up' } as const
  const uri = 'sip:partner@outside'
  const message: Script = [
    ...handledCall('c1').slice(0, 4),
    [5, { ...led, to: { voicemail: true } }],
    [30, { ...end, outcome: 'left-message' }],
  ]
  t.same(phasesOf(message)?.slice(1), ['message 5..30'])
  const outside: Script = [
    ...handledCall('c1').slice(0, 4),
    [5, { ...led, to: { uri } }],
    [12, { type: 'contact.diverted', contact, uri }],
    [30, { ...end, outcome: 'diverted' }],
  ]
  t.same(phasesOf(outside)?.slice(1), ['waiting sales 5..12', 'diverted 12..30'])
})

t.test('a lost agent parts the talk until he is back', async (t) => {
  const script: Script = [
    ...handledCall('c1').slice(0, 8),
    [30, { type: 'contact.agentLost', contact, agent: anna, reason: 'media-lost' }],
    [33, { type: 'contact.agentRejoined', contact, agent: anna, leg: some }],
    [40, { type: 'contact.ended', contact, outcome: 'handled', reason: 'hung-up' }],
  ]
  t.same(phasesOf(script)?.slice(5), [
    'talking sales 1001 25..30',
    'parted sales 1001 30..33',
    'talking sales 1001 33..40',
  ])
})

t.test('a refused call has a record of its refusal', async (t) => {
  const refused = { contact, leg: named<LegId>('l'), from: '1', to: '95001', via: 'sip' } as const
  const script: Script = [[3, { type: 'contact.refused', ...refused, reason: 'unknown-number' }]]
  t.match(recordOf(script), { outcome: 'refused', reason: 'unknown-number', endedAt: 3000 })
})

t.test('an open contact has no record, and a foreign event makes none', async (t) => {
  t.equal(recordOf(handledCall('c1').slice(0, 8)), undefined)
  t.equal(told(handledCall('c1').slice(1)), undefined)
})

t.test(
  'in whatever order events come, segments follow each other and only wrap-ups overlap',
  async () => {
    const facts = handledCall('c1').map(([, fact]) => fact)
    const more: Fact[] = [
      { type: 'contact.agentLost', contact, agent: anna, reason: 'media-lost' },
      { type: 'contact.agentRejoined', contact, agent: anna, leg: some },
      { type: 'agent.released', agent: bert, contact, queue: sales, why: 'talked' },
    ]
    const anyFact = fc.constantFrom(...facts, ...more)
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 40 }), (random) => {
        const story = told([[0, opened('c1', '1')], ...random.map((fact, n) => [n, fact] as const)])
        const line = story?.segments.filter(({ phase }) => phase !== 'wrapUp') ?? []
        return line.every(({ from, to }, n) => {
          const next = line[n + 1]
          return (to === undefined || to > from) && (!next || (to !== undefined && to <= next.from))
        })
      }),
      { numRuns: 2000 },
    )
  },
)

function wrappedUpBy(
  agent: typeof anna,
  disposition: string,
  note: string,
  by: 'agent' | 'timer' = 'agent',
): Fact {
  return { type: 'agent.wrappedUp', agent, contact, disposition, note, by }
}
