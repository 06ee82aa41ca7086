import t from 'tap'
import { agent, Floor, person, queueOf, rule, tenantOf } from '../floor.ts'

const english = 'english' as never
const speaks = (level: 1 | 2 | 3 | 4 | 5) => ({ skills: { [english]: level } })

t.test('a contact waits for the level that it asks for, though others are idle', async (t) => {
  const floor = new Floor(tenantOf([rule()], [person(1, speaks(2)), person(2, speaks(4))]))
  floor.ready(agent(1))
  const contact = floor.arrives('q', { skills: { [english]: 3 } })
  t.same(floor.offersOf(contact), [])
  floor.ready(agent(2))
  t.same(floor.offersOf(contact), ['a2'])
})

t.test('after 20 s level 2 is enough, after 60 s any agent of support', async (t) => {
  const support = queueOf('support')
  const relax = [
    { afterSeconds: 20, enoughLevel: 2 as const },
    { afterSeconds: 60, enoughLevel: 0 as const, queue: support },
  ]
  const rules = [rule({ skills: { [english]: 4 }, relax }), rule({ queue: support })]
  const floor = new Floor(tenantOf(rules, [person(1, speaks(2)), person(2, { queues: [support] })]))
  floor.ready(agent(2))
  const [first, second] = [floor.arrives('q'), floor.arrives('q')]
  floor.passes(19)
  floor.ready(agent(1))
  t.same(floor.offersOf(first), [], 'neither has level 4')
  floor.passes(1)
  t.same([floor.offersOf(first), floor.offersOf(second)], [['a1'], []])
  t.match(floor.last('contact.offered')?.reason, { relaxed: 1, able: 1, found: 'agent' })
  floor.passes(40)
  t.same(floor.offersOf(second), ['a2'])
})

t.test('the lower tiers serve from their step on', async (t) => {
  const tiers = { tiers: { [queueOf('q')]: 2 } }
  const rules = [rule({ tier: 1, relax: [{ afterSeconds: 15, tier: 2 }] })]
  const floor = new Floor(tenantOf(rules, [person(1, tiers)]))
  floor.ready(agent(1))
  const contact = floor.arrives('q')
  t.same(floor.offersOf(contact), [])
  floor.passes(15)
  t.same(floor.offersOf(contact), ['a1'])
})

t.test('the agent who served a customer last is waited for, then anybody serves', async (t) => {
  const floor = new Floor(tenantOf([rule({ preferredSeconds: 10 })], [person(1), person(2)]))
  floor.ready(agent(1))
  const before = floor.arrives('q', { from: '555' })
  floor.answers(before)
  floor.ends(before)
  const other = floor.arrives('q', { from: '777' })
  floor.answers(other)
  floor.ready(agent(2))
  const back = floor.arrives('q', { from: '555' })
  t.same(floor.offersOf(back), [], 'a1 talks, and is waited for')
  floor.passes(10)
  t.same(floor.offersOf(back), ['a2'])
})

t.test(
  'a customer’s own agent comes before the last; one on a break is not waited for',
  async (t) => {
    const people = [person(1), person(2, { ownCustomers: ['555'] })]
    const floor = new Floor(tenantOf([rule({ preferredSeconds: 10 })], people))
    floor.ready(agent(1))
    floor.ready(agent(2))
    const first = floor.arrives('q', { from: '555' })
    t.match(floor.last('contact.offered'), { agent: 'a2', reason: { rule: 'own-agent' } })
    floor.answers(first)
    floor.ends(first)
    floor.put({ type: 'agent.becameNotReady', agent: agent(2), reason: 'break' })
    t.same(floor.offersOf(floor.arrives('q', { from: '555' })), ['a1'])
  },
)

t.test(
  'chats up to the capacity; a call comes through where chats may be interrupted',
  async (t) => {
    const capacity = { most: { voice: 1, chat: 2 }, interruptible: ['chat' as const] }
    const floor = new Floor(tenantOf([rule()], [person(1, { capacity })]))
    floor.ready(agent(1))
    const chat = { channel: 'chat' as const }
    const chats = [1, 2, 3].map(() => floor.arrives('q', chat))
    t.same(
      chats.map((each) => floor.offersOf(each)),
      [['a1'], ['a1'], []],
    )
    const call = floor.arrives('q')
    t.same(floor.offersOf(call), ['a1'])
    t.same(floor.offersOf(floor.arrives('q')), [])
  },
)

t.test('no call beside a chat that may not be interrupted', async (t) => {
  const capacity = { most: { voice: 1, chat: 2 }, interruptible: [] }
  const floor = new Floor(tenantOf([rule()], [person(1, { capacity })]))
  floor.ready(agent(1))
  floor.arrives('q', { channel: 'chat' as const })
  t.same(floor.offersOf(floor.arrives('q')), [])
})

t.test('an agent above his cap is left alone until he is below it, and it is said', async (t) => {
  const occupancyCap = { share: 0.5, windowSeconds: 300 }
  const floor = new Floor(tenantOf([rule()], [person(1)], { occupancyCap }))
  floor.ready(agent(1))
  const first = floor.arrives('q')
  floor.answers(first)
  floor.passes(200)
  floor.ends(first)
  const spared = floor.last('agent.spared')
  t.match(spared, { agent: 'a1', why: 'over-cap' })
  const next = floor.arrives('q')
  t.same(floor.offersOf(next), [])
  t.match(floor.last('contact.positioned')?.passed, [{ agent: 'a1', why: 'over-cap' }])
  // 200 s of work in a half-life of 100 s are an occupancy of 0.75, which is halved to 0.375 in 100 s.
  const pause = Math.ceil(100 * Math.log2(0.75 / 0.5))
  t.equal(spared?.until, floor.now + pause * 1000)
  floor.passes(pause)
  t.same(floor.offersOf(next), ['a1'])
})

t.test('his own cap takes the place of the policy’s', async (t) => {
  const occupancyCap = { share: 0.5, windowSeconds: 300 }
  const people = [person(1, { occupancyCap: 1 })]
  const floor = new Floor(tenantOf([rule()], people, { occupancyCap }))
  floor.ready(agent(1))
  const first = floor.arrives('q')
  floor.answers(first)
  floor.passes(1000)
  floor.ends(first)
  t.same(floor.offersOf(floor.arrives('q')), ['a1'])
})

t.test('after a miss an agent rests, for each reason his time', async (t) => {
  for (const [reason, seconds] of [
    ['rejected', 5],
    ['busy', 5],
    ['no-answer', 10],
    ['unreachable', 10],
  ] as const) {
    const floor = new Floor(tenantOf([rule()], [person(1)]))
    floor.ready(agent(1))
    const contact = floor.arrives('q')
    floor.misses(contact, reason)
    t.match(floor.last('agent.spared'), { why: 'after-miss', until: floor.now + seconds * 1000 })
    floor.passes(seconds - 1)
    t.same(floor.offersOf(contact), ['a1'])
    floor.passes(1)
    t.same(floor.offersOf(contact), ['a1', 'a1'], reason)
  }
})
