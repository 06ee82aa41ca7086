import t from 'tap'
import type { StrategyName } from '../../../core/policy.ts'
import { agent, Floor, person, rule, tenantOf } from '../floor.ts'

const english = 'english' as never

const floorWith = (strategy: StrategyName, people = [1, 2, 3].map((n) => person(n))) =>
  new Floor(tenantOf([rule({ strategy })], people))

/** Everybody becomes ready, a second apart, in this order. */
function becomeReady(floor: Floor, ...order: number[]): Floor {
  for (const n of order) {
    floor.ready(agent(n))
    floor.passes(1)
  }
  return floor
}

/** Serves one contact at once; who got it. */
function serve(floor: Floor, fields = {}): string {
  const contact = floor.arrives('q', fields)
  const [got = 'nobody'] = floor.offersOf(contact)
  floor.answers(contact)
  floor.passes(10)
  floor.ends(contact)
  return got
}

t.test('longest idle: who became free first is rung first', async (t) => {
  const floor = becomeReady(floorWith('longest-idle'), 2, 3, 1)
  t.same([serve(floor), serve(floor), serve(floor), serve(floor)], ['a2', 'a3', 'a1', 'a2'])
})

t.test(
  'least handled: who has talked to fewer customers is rung, whoever is idle longer',
  async (t) => {
    const floor = becomeReady(floorWith('least-handled'), 1)
    t.same([serve(floor), serve(floor)], ['a1', 'a1'])
    becomeReady(floor, 2)
    t.same([serve(floor), serve(floor), serve(floor)], ['a2', 'a2', 'a1'])
  },
)

t.test('least handled counts from the log-on', async (t) => {
  const floor = becomeReady(floorWith('least-handled'), 1)
  serve(floor)
  becomeReady(floor, 2)
  floor.put({ type: 'agent.loggedOff', agent: agent(1) })
  floor.put({ type: 'agent.loggedOn', agent: agent(1) })
  becomeReady(floor, 1)
  t.same([serve(floor), serve(floor)], ['a2', 'a1'])
})

t.test('least occupied: who was busy for less time is rung, though for more talks', async (t) => {
  const floor = becomeReady(floorWith('least-occupied', [person(1), person(2)]), 1)
  const long = floor.arrives('q')
  floor.answers(long)
  floor.passes(300)
  floor.ends(long)
  floor.put({ type: 'agent.becameNotReady', agent: agent(1), reason: 'break' })
  becomeReady(floor, 2)
  t.same([serve(floor), serve(floor)], ['a2', 'a2'])
  becomeReady(floor, 1)
  t.equal(serve(floor), 'a2')
})

t.test('best skill: the highest levels in what is asked for', async (t) => {
  const people = [2, 5, 3].map((level, n) =>
    person(n + 1, { skills: { [english]: level as never } }),
  )
  const floor = becomeReady(floorWith('best-skill', people), 1, 2, 3)
  const asked = { skills: { [english]: 2 as const } }
  const contacts = [1, 2, 3].map(() => floor.arrives('q', asked))
  t.same(
    contacts.map((each) => floor.offersOf(each)),
    [['a2'], ['a3'], ['a1']],
  )
})

t.test('round robin: on from whoever was picked last, in the order of the roster', async (t) => {
  const floor = becomeReady(floorWith('round-robin'), 3, 2, 1)
  t.same(
    [1, 2, 3, 4].map(() => serve(floor)),
    ['a1', 'a2', 'a3', 'a1'],
  )
  floor.put({ type: 'agent.becameNotReady', agent: agent(2), reason: 'break' })
  t.same([serve(floor), serve(floor)], ['a3', 'a1'])
  becomeReady(floor, 2)
  t.same([serve(floor), serve(floor)], ['a2', 'a3'])
})

t.test('top down: the first of the roster who is idle', async (t) => {
  const floor = becomeReady(floorWith('top-down'), 3, 2, 1)
  t.same([serve(floor), serve(floor)], ['a1', 'a1'])
  const [one, other] = [floor.arrives('q'), floor.arrives('q')]
  t.same([floor.offersOf(one), floor.offersOf(other)], [['a1'], ['a2']])
})

t.test('weighted random: in proportion to the weights, whoever else is busy', async (t) => {
  const people = [1, 2, 3].map((n) => person(n, { weight: n }))
  const floor = becomeReady(floorWith('weighted-random', people), 1, 2, 3)
  const counts: Record<string, number> = {}
  const picks = 1500
  for (let n = 0; n < picks; n++) {
    const got = serve(floor, { draw: (n * 0.618) % 1 })
    counts[got] = (counts[got] ?? 0) + 1
  }
  for (const n of [1, 2, 3]) {
    const expected = (picks * n) / 6
    const sigma = Math.sqrt((expected * (6 - n)) / 6)
    t.ok(Math.abs((counts[`a${n}`] ?? 0) - expected) < 4 * sigma, `weight ${n}: ${counts[`a${n}`]}`)
  }
})

t.test('another draw, another choice; the same draw, the same choice', async (t) => {
  const pick = (draw: number) => {
    const floor = floorWith('weighted-random')
    floor.arrives('other', { draw })
    return serve(becomeReady(floor, 1, 2, 3))
  }
  const picks = Array.from({ length: 20 }, (_, n) => pick(n / 20))
  t.same(
    picks,
    Array.from({ length: 20 }, (_, n) => pick(n / 20)),
  )
  t.ok(new Set(picks).size > 1)
})

t.test('ring all: everybody who is idle is rung; the first who answers has it', async (t) => {
  const floor = becomeReady(floorWith('ring-all'), 1, 2, 3)
  const contact = floor.arrives('q')
  t.same(floor.offersOf(contact), ['a1', 'a2', 'a3'])
  const next = floor.arrives('q')
  t.same(floor.offersOf(next), [])
  floor.answers(contact)
  t.same(floor.offersOf(next), ['a2'], 'who lost the race is free, and keeps his turn')
})

t.test('a lower tier is rung only when the higher has nobody idle', async (t) => {
  const tiers = (tier: number) => ({ tiers: { ['q' as never]: tier } })
  const people = [person(1, tiers(2)), person(2, tiers(1)), person(3, tiers(2))]
  const floor = becomeReady(floorWith('longest-idle', people), 1, 2, 3)
  const contacts = [1, 2, 3].map(() => floor.arrives('q'))
  t.same(
    contacts.map((each) => floor.offersOf(each)),
    [['a2'], ['a1'], ['a3']],
  )
})
