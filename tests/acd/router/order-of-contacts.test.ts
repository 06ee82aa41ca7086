import fc from 'fast-check'
import t from 'tap'
import type { ContactId } from '../../../core/names.ts'
import type { QueueRule } from '../../../core/policy.ts'
import { agent, Floor, person, queueOf, rule, tenantOf } from '../floor.ts'

const busy = (rules: readonly QueueRule[]) =>
  new Floor(tenantOf(rules, [person(1, { queues: rules.map(({ queue }) => queue) })]))

/** The agent serves all who wait, one after the other; in which order. */
function serveAll(floor: Floor): readonly ContactId[] {
  floor.put({ type: 'agent.becameReady', agent: agent(1) })
  const served: ContactId[] = []
  for (let turn = 0; turn < 50 && floor.held.size > 0; turn++) {
    const [contact] = floor.held.keys()
    if (contact === undefined) break
    served.push(contact)
    floor.answers(contact)
    floor.ends(contact)
  }
  floor.put({ type: 'agent.becameNotReady', agent: agent(1), reason: 'break' })
  return served
}

t.test('priority goes before age until age has made up for it', async (t) => {
  const floor = busy([rule({ ageing: 1 })])
  const old = floor.arrives('q')
  floor.passes(31)
  const urgent = floor.arrives('q', { priority: 30 })
  const urgentToo = floor.arrives('q', { priority: 32 })
  t.same(serveAll(floor), [urgentToo, old, urgent])
})

t.test('without ageing priority always goes first, and age settles the rest', async (t) => {
  const floor = busy([rule({ ageing: 0 })])
  const [one, two] = [floor.arrives('q'), floor.arrives('q')]
  floor.passes(10_000)
  const urgent = floor.arrives('q', { priority: 1 })
  t.same(serveAll(floor), [urgent, one, two])
})

t.test('across queues points are weighted, and the longer wait settles a tie', async (t) => {
  const [heavy, light] = [queueOf('heavy'), queueOf('light')]
  const floor = busy([rule({ queue: heavy, weight: 3 }), rule({ queue: light })])
  const first = floor.arrives('light')
  floor.passes(20)
  const second = floor.arrives('heavy')
  floor.passes(5)
  t.same(serveAll(floor), [first, second], '25 points against 15')
  const third = floor.arrives('light')
  floor.passes(20)
  const fourth = floor.arrives('heavy')
  floor.passes(15)
  t.same(serveAll(floor), [fourth, third], '45 points against 35')
  const [one, two] = [floor.arrives('light'), floor.arrives('heavy')]
  t.same(serveAll(floor), [one, two], 'no points on either side')
})

t.test('with ageing nobody starves: who came first waits for at most so many', async () => {
  // Whoever has waited `priority / ageing` seconds longer than an urgent contact goes before it.
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 30 })), {
        minLength: 2,
        maxLength: 30,
      }),
      fc.integer({ min: 1, max: 5 }),
      (arrivals, ageing) => {
        const floor = busy([rule({ ageing })])
        const came = new Map<ContactId, { at: number; priority: number }>()
        for (const [priority, gap] of arrivals) {
          came.set(floor.arrives('q', { priority }), { at: floor.now, priority })
          floor.passes(gap)
        }
        const order = serveAll(floor)
        return order.every((contact, place) =>
          order.slice(place + 1).every((later) => {
            const [one, other] = [came.get(contact), came.get(later)]
            return !one || !other || one.at - other.at <= (99 / ageing) * 1000
          }),
        )
      },
    ),
    { numRuns: 300 },
  )
})

t.test('the reason names the contacts that wait on, and why', async (t) => {
  const [q, r] = [queueOf('q'), queueOf('r')]
  const people = [person(1, { queues: [q, r] }), person(2)]
  const floor = new Floor(tenantOf([rule({ queue: q }), rule({ queue: r })], people))
  const skilled = floor.arrives('q', { skills: { ['english' as never]: 3 } })
  floor.passes(5)
  const chosen = floor.arrives('q')
  const younger = floor.arrives('r')
  floor.passes(5)
  floor.ready(agent(1))
  t.match(floor.last('contact.offered'), {
    contact: chosen,
    reason: {
      rule: 'longest-idle',
      found: 'contact',
      waitedMs: 5000,
      points: 5,
      waiting: 2,
      passedContacts: [
        { contact: younger, why: 'younger' },
        { contact: skilled, why: 'lacks-skill' },
      ],
    },
  })
})

t.test('the reason names the agents who were passed over, and why', async (t) => {
  const speaks = { skills: { ['english' as never]: 3 as const } }
  const people = [1, 2, 3, 4, 5].map((n) => person(n, n === 5 ? {} : speaks))
  const floor = new Floor(tenantOf([rule()], people))
  for (const n of [1, 2, 5]) floor.ready(agent(n))
  floor.put({ type: 'agent.vanished', agent: agent(4) })
  floor.arrives('q', speaks)
  t.same(floor.last('contact.offered')?.reason.passedAgents, [
    { agent: 'a2', why: 'later-in-order' },
    { agent: 'a5', why: 'lacks-skill' },
    { agent: 'a3', why: 'not-ready' },
    { agent: 'a4', why: 'away' },
  ])
})

t.test('a reason stays bounded, however many there are', async (t) => {
  const people = Array.from({ length: 60 }, (_, n) => person(n))
  const floor = new Floor(tenantOf([rule()], people))
  for (let n = 0; n < 30; n++) floor.ready(agent(n))
  floor.arrives('q')
  t.ok((floor.last('contact.offered')?.reason.passedAgents.length ?? 99) <= 8)
})
