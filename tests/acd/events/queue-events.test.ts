import t from 'tap'
import { named } from '../../../core/names.ts'
import type { Destination, Limit } from '../../../core/policy.ts'
import { agent, at0, Floor, person, queueOf, rule, tenantOf } from '../floor.ts'

const goodbye: Destination = { goodbye: 'all-busy' as never }
const second = queueOf('second')

const limited = (...limits: Limit[]) =>
  new Floor(
    tenantOf(
      [rule({ limits }), rule({ queue: second })],
      [person(1), person(2, { queues: [second] })],
    ),
  )

t.test('a queue that is full leads the next contact elsewhere', async (t) => {
  const floor = limited({ when: 'size', above: 2, to: goodbye })
  floor.arrives('q')
  floor.arrives('q')
  t.same(floor.of('contact.overflowed'), [])
  const third = floor.arrives('q')
  t.match(floor.of('contact.overflowed'), [
    { contact: third, queue: 'q', why: 'size', to: goodbye },
  ])
})

t.test('nobody is led away while an agent is idle', async (t) => {
  const floor = limited({ when: 'size', above: 0, to: goodbye })
  floor.ready(agent(1))
  t.same(floor.offersOf(floor.arrives('q')), ['a1'])
  floor.arrives('q')
  t.equal(floor.of('contact.overflowed').length, 1)
})

t.test('who has waited long enough goes to the other queue, with the age kept', async (t) => {
  const floor = limited({ when: 'wait', above: 30, to: { queue: second } })
  const contact = floor.arrives('q')
  floor.passes(29)
  t.same(floor.of('contact.overflowed'), [])
  floor.passes(1)
  t.match(floor.last('contact.overflowed'), { contact, why: 'wait' })
  t.match(floor.last('contact.queued'), { queue: 'second', since: at0 })
  floor.ready(agent(1))
  t.same(floor.offersOf(contact), [], 'he serves the first queue only')
  floor.ready(agent(2))
  t.same(floor.offersOf(contact), ['a2'])
})

t.test('a contact is not led in a circle: it waits on', async (t) => {
  const limits = (queue: typeof second): Limit[] => [{ when: 'wait', above: 10, to: { queue } }]
  const rules = [
    rule({ limits: limits(second) }),
    rule({ queue: second, limits: limits(queueOf('q')) }),
  ]
  const floor = new Floor(tenantOf(rules, [person(1)]))
  const contact = floor.arrives('q')
  floor.passes(120)
  t.equal(floor.of('contact.overflowed').length, 1)
  t.ok(floor.waits(contact))
})

t.test('a long expected wait leads away on arrival', async (t) => {
  const floor = limited({ when: 'expected-wait', above: 100, to: goodbye })
  floor.ready(agent(1))
  // Six contacts, one a minute: the queue has a pace then.
  for (let n = 0; n < 7; n++) floor.arrives('q')
  for (let n = 0; n < 6; n++) {
    floor.passes(60)
    const [contact] = floor.held.keys()
    if (contact === undefined) break
    floor.answers(contact)
    floor.ends(contact)
  }
  t.same(floor.of('contact.overflowed'), [])
  const waits = floor.arrives('q')
  t.ok(floor.waits(waits), 'a minute is no long wait')
  floor.arrives('q')
  t.match(floor.last('contact.overflowed'), { why: 'expected-wait' })
})

const office = {
  hours: [{ days: [1, 2, 3, 4, 5], from: '08:30', to: '18:00' }],
  holidays: ['2026-11-24'],
  closedTo: goodbye,
  emergencyTo: { queue: second },
}

t.test('outside the hours and on holidays the queue is closed, on the local clock', async (t) => {
  const at = (iso: string) => {
    const floor = new Floor(tenantOf([rule({ opening: office }), rule({ queue: second })], []))
    floor.now = Date.parse(iso)
    floor.arrives('q')
    return floor.of('contact.overflowed').map(({ why }) => why)
  }
  t.same(at('2026-11-23T08:30:00+08:00'), [], 'Monday morning')
  t.same(at('2026-11-23T08:29:59+08:00'), ['closed'])
  t.same(at('2026-11-23T18:00:00+08:00'), ['closed'])
  t.same(at('2026-11-24T10:00:00+08:00'), ['closed'], 'a holiday')
  t.same(at('2026-11-22T10:00:00+08:00'), ['closed'], 'Sunday')
  t.same(at('2026-11-27T10:00:00+08:00'), [], 'Friday')
  t.same(at('2028-02-29T10:00:00+08:00'), [], 'a leap day, Tuesday')
})

const chief = person('chief', { role: 'supervisor', queues: [] })
const shift = (to: 'open' | 'closed' | 'emergency' | 'by-hours', by = agent('chief')) => ({
  type: 'agent.asked' as const,
  agent: by,
  ask: { ask: 'switchQueue' as const, queue: queueOf('q'), to },
})
const switched = () =>
  new Floor(tenantOf([rule({ opening: office }), rule({ queue: second })], [person(1), chief]))

t.test('a closed queue takes nobody, and still serves those who wait', async (t) => {
  const floor = switched()
  floor.now = Date.parse('2026-11-23T10:00:00+08:00')
  const waits = floor.arrives('q')
  floor.put(shift('closed'))
  t.match(floor.last('queue.switched'), { queue: 'q', to: 'closed', by: 'achief' })
  floor.arrives('q')
  t.match(floor.of('contact.overflowed'), [{ why: 'closed' }])
  floor.ready(agent(1))
  t.same(floor.offersOf(waits), ['a1'])
})

t.test('in an emergency those who wait are led away, too, however many', async (t) => {
  const floor = switched()
  floor.now = Date.parse('2026-11-23T10:00:00+08:00')
  for (let n = 0; n < 1200; n++) floor.arrives('q')
  floor.put(shift('emergency'))
  t.equal(floor.of('contact.overflowed').length, 500)
  floor.passes(0)
  t.equal(floor.of('contact.overflowed').length, 1200)
  floor.put(shift('by-hours'))
  t.ok(floor.waits(floor.arrives('q')))
})

t.test('an agent may not switch a queue', async (t) => {
  const floor = switched()
  floor.put(shift('closed', agent(1)))
  t.same(floor.of('queue.switched'), [])
})

t.test('a missed contact comes back to its queue after closing time', async (t) => {
  const floor = switched()
  floor.now = Date.parse('2026-11-23T17:59:50+08:00')
  floor.ready(agent(1))
  const contact = floor.arrives('q')
  floor.now += 20_000
  floor.misses(contact)
  t.ok(floor.waits(contact))
})

t.test('the place is told on arrival, and later only when it has improved', async (t) => {
  const announce = { everySeconds: 30, position: true, wait: false, roundToSeconds: 60 }
  const floor = new Floor(tenantOf([rule({ announce })], [person(1)]))
  const first = floor.arrives('q')
  const contact = floor.arrives('q')
  const told = () => floor.of('contact.positioned').filter((event) => event.contact === contact)
  t.match(told(), [{ position: 2, waiting: 2, first: true, tells: { position: true } }])
  floor.passes(60)
  t.equal(told().length, 1, 'the same place is not told again')
  floor.ends(first)
  floor.passes(30)
  t.match(told()[1], { position: 1, first: false })
})

t.test('the expected wait is told in steps, rounded up, and only when it is shorter', async (t) => {
  const announce = { everySeconds: 30, position: false, wait: true, roundToSeconds: 60 }
  const floor = new Floor(tenantOf([rule({ announce })], [person(1)]))
  floor.ready(agent(1))
  for (let n = 0; n < 8; n++) floor.arrives('q')
  for (let n = 0; n < 6; n++) {
    floor.passes(50)
    const [served] = floor.held.keys()
    if (served === undefined) break
    floor.answers(served)
    floor.ends(served)
  }
  const contact = floor.arrives('q')
  const tells = () =>
    floor
      .of('contact.positioned')
      .flatMap((event) => (event.contact === contact ? event.tells : []))
  const [first] = tells()
  t.match(first, { position: false, waitSeconds: Number })
  t.equal((first?.waitSeconds ?? 1) % 60, 0)
  floor.passes(300)
  t.equal(tells().length, 1)
})

t.test('a late or foreign event changes nothing', async (t) => {
  const floor = limited()
  floor.arrives('q')
  const before = JSON.stringify([...floor.acd.contacts.keys()])
  const nobody = 'c999' as never
  floor.put({ type: 'contact.queued', contact: nobody, queue: queueOf('q'), since: 0 })
  floor.put({ type: 'agent.becameReady', agent: agent('nobody') })
  floor.put({ type: 'timer.fired', timer: { kind: 'wait', of: named('c999') } })
  floor.put({ type: 'timer.fired', timer: { kind: 'cooldown', of: named('nobody') } })
  floor.put({ type: 'callback.asked', contact: nobody, queue: queueOf('q'), number: '1' })
  floor.put({ type: 'contact.ended', contact: nobody, outcome: 'handled', reason: 'finished' })
  t.equal(JSON.stringify([...floor.acd.contacts.keys()]), before)
  t.same(floor.of('contact.offered'), [])
})
