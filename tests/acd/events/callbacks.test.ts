import t from 'tap'
import type { ContactId } from '../../../core/names.ts'
import type { CallbackRule } from '../../../core/policy.ts'
import { agent, Floor, person, queueOf, rule, tenantOf } from '../floor.ts'

const callback: CallbackRule = {
  key: '1',
  first: 'customer',
  attempts: 3,
  retrySeconds: 60,
  ringSeconds: 20,
  windowSeconds: 3600,
  uri: 'sip:{number}@gateway',
}
const chief = person('chief', { role: 'supervisor', queues: [] })
const q = queueOf('q')

const floorWith = (fields: Partial<CallbackRule> = {}, opening = {}) =>
  new Floor(
    tenantOf(
      [rule({ callback: { ...callback, ...fields }, ...opening })],
      [...[1, 2].map((n) => person(n)), chief],
    ),
  )

const book = (floor: Floor, contact: ContactId, number = '555') => {
  floor.put({ type: 'callback.asked', contact, queue: q, number })
}
const dueFor = (floor: Floor, contact: ContactId) =>
  floor
    .of('callback.due')
    .filter((event) => event.contact === contact)
    .map((event) => event.agent)
const isReached = (floor: Floor, contact: ContactId) => {
  const since = floor.since.get(contact) ?? 0
  floor.put({ type: 'contact.queued', contact, queue: q, since })
}

t.test(
  'a booked callback keeps its place: dialled when its turn comes, offered when it answers',
  async (t) => {
    const floor = floorWith()
    const contact = floor.arrives('q')
    const behind = floor.arrives('q')
    book(floor, contact)
    t.match(floor.last('callback.booked'), { contact, number: '555', until: floor.now + 3_600_000 })
    floor.passes(100)
    floor.ready(agent(1))
    t.same(dueFor(floor, contact), ['a1'])
    t.same(floor.offersOf(behind), ['a1'], 'the agent is not kept idle by the dialling')
    floor.ready(agent(2))
    isReached(floor, contact)
    t.same(floor.offersOf(contact), ['a2'])
  },
)

t.test('a customer who answers is served by the agent for whose sake he was dialled', async (t) => {
  const floor = floorWith()
  const [one, two] = [floor.arrives('q'), floor.arrives('q')]
  book(floor, one, '1')
  book(floor, two, '2')
  floor.ready(agent(1))
  isReached(floor, one)
  t.same(floor.offersOf(one), ['a1'])
  t.same(dueFor(floor, two), [], 'nobody is dialled for an agent who is taken')
})

t.test('a limit of the wait counts anew for who was called back', async (t) => {
  const limits = [{ when: 'wait' as const, above: 60, to: { voicemail: true as const } }]
  const floor = floorWith({}, { limits })
  const contact = floor.arrives('q')
  book(floor, contact)
  floor.passes(600)
  floor.ready(agent(1))
  isReached(floor, contact)
  floor.misses(contact)
  floor.put({ type: 'agent.becameNotReady', agent: agent(1), reason: 'break' })
  floor.passes(59)
  t.same(floor.of('contact.overflowed'), [])
  floor.passes(1)
  t.equal(floor.of('contact.overflowed').length, 1)
})

t.test('one customer is dialled for each idle agent, no more', async (t) => {
  const floor = floorWith()
  const contacts = [1, 2, 3].map((n) => {
    const contact = floor.arrives('q')
    book(floor, contact, `55${n}`)
    return contact
  })
  floor.ready(agent(1))
  t.same(
    contacts.map((each) => dueFor(floor, each)),
    [['a1'], [], []],
  )
  floor.ready(agent(2))
  t.same(
    contacts.map((each) => dueFor(floor, each)),
    [['a1'], ['a2'], []],
  )
})

t.test(
  'nobody answers: it comes again from the retry on, and another is dialled meanwhile',
  async (t) => {
    const floor = floorWith()
    const [one, two] = [floor.arrives('q'), floor.arrives('q')]
    book(floor, one, '1')
    book(floor, two, '2')
    floor.ready(agent(1))
    floor.passes(20)
    const missed = {
      type: 'callback.missed',
      contact: one,
      attempt: 1,
      reason: 'no-answer',
    } as const
    floor.put({ ...missed, retryAt: floor.now + 60_000 })
    t.same(dueFor(floor, two), ['a1'])
    floor.passes(59)
    t.same(dueFor(floor, one), ['a1'])
    isReached(floor, two)
    floor.answers(two)
    floor.ends(two)
    floor.passes(1)
    t.same(dueFor(floor, one), ['a1', 'a1'])
  },
)

t.test(
  'the same number twice is one callback; when it is over, another can be booked',
  async (t) => {
    const floor = floorWith()
    const [one, two] = [floor.arrives('q'), floor.arrives('q')]
    book(floor, one)
    book(floor, two)
    t.match(floor.last('callback.merged'), { contact: two, into: one })
    floor.ends(two)
    floor.ends(one)
    const three = floor.arrives('q')
    book(floor, three)
    t.match(floor.last('callback.booked'), { contact: three })
  },
)

t.test('a supervisor cancels a callback, an agent does not', async (t) => {
  const floor = floorWith()
  const contact = floor.arrives('q')
  book(floor, contact)
  const ask = { ask: 'cancelCallback', contact } as const
  floor.put({ type: 'agent.asked', agent: agent(1), ask })
  t.same(floor.of('callback.cancelled'), [])
  floor.put({ type: 'agent.asked', agent: agent('chief'), ask })
  t.match(floor.of('callback.cancelled'), [{ contact, by: 'achief' }])
  floor.ends(contact)
  floor.ready(agent(1))
  t.same(dueFor(floor, contact), [])
})

t.test('agent first: the callback is offered like any contact', async (t) => {
  const floor = floorWith({ first: 'agent' })
  const contact = floor.arrives('q')
  book(floor, contact)
  floor.ready(agent(1))
  t.same([floor.offersOf(contact), dueFor(floor, contact)], [['a1'], []])
  floor.answers(contact)
  const chiefAsks = { type: 'agent.asked', agent: agent('chief') } as const
  floor.put({ ...chiefAsks, ask: { ask: 'cancelCallback', contact } })
  t.same(floor.of('callback.cancelled'), [], 'what has come cannot be cancelled')
})

t.test(
  'nobody is dialled outside the hours; in the morning they are, though no agent stirs',
  async (t) => {
    const goodbye = { goodbye: 'closed' as never }
    const opening = {
      opening: {
        hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '18:00' }],
        closedTo: goodbye,
        emergencyTo: goodbye,
      },
    }
    const floor = floorWith({ windowSeconds: 86_400 }, opening)
    floor.now = Date.parse('2026-11-23T17:59:00+08:00')
    const contact = floor.arrives('q')
    book(floor, contact)
    floor.passes(120)
    floor.ready(agent(1))
    t.same(dueFor(floor, contact), [])
    floor.passes(14 * 3600)
    t.same(dueFor(floor, contact), ['a1'])
  },
)

t.test('callbacks come through a restart with place, number and pause', async (t) => {
  const floor = floorWith()
  const [one, two] = [floor.arrives('q'), floor.arrives('q')]
  book(floor, one, '1')
  book(floor, two, '2')
  floor.ready(agent(1))
  floor.restarts()
  floor.ready(agent(2))
  t.same(dueFor(floor, two), ['a2'])
  floor.put({
    type: 'callback.missed',
    contact: one,
    attempt: 1,
    reason: 'busy',
    retryAt: floor.now + 30_000,
  })
  floor.restarts()
  floor.passes(30)
  t.same(dueFor(floor, one), ['a1', 'a1'])
  const again = floor.arrives('q')
  book(floor, again, '2')
  t.match(floor.last('callback.merged'), { contact: again, into: two })
})
