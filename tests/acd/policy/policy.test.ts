import fc from 'fast-check'
import t from 'tap'
import {
  checkPolicy,
  checkRouting,
  isOfStaff,
  readPolicy,
  readRouting,
} from '../../../acd/policy/policy.ts'
import type { RoutingDirectory } from '../../../acd/policy/routing-directory.ts'
import { named, type QueueId } from '../../../core/names.ts'
import { plainPolicy, type Policy } from '../../../core/policy.ts'
import { goodPolicy as good, house, withSupport } from './good-policy.ts'

const callback = {
  key: '1',
  first: 'customer',
  attempts: 3,
  retrySeconds: 300,
  ringSeconds: 30,
  windowSeconds: 7200,
  uri: 'sip:{number}@trunk',
}
const opening = (change: object) => ({
  opening: { closedTo: { voicemail: true }, emergencyTo: { goodbye: 'closed' }, ...change },
})
const hours = (change: object) =>
  opening({ hours: [{ days: [1], from: '09:00', to: '17:00', ...change }] })
const limit = (change: object) => ({ limits: [{ when: 'wait', above: 60, to: {}, ...change }] })

/** The sentences about a policy that must read well. */
function faultsOf(data: unknown, within: RoutingDirectory = house): string[] {
  const reading = readPolicy(JSON.parse(JSON.stringify(data)))
  if (!reading.ok) throw new Error(reading.faults.map(({ text }) => text.en).join('; '))
  return checkPolicy(reading.policy, within).map(({ text }) => text.en)
}

t.test('a plain policy has no fault, nor has one with everything in it', async (t) => {
  t.same(faultsOf(good), [])
  const rich = withSupport(
    { skills: { english: 3 }, tier: 1, callback, preferredSeconds: 10 },
    { recording: { when: 'answer', mask: true } },
    {
      relax: [
        { afterSeconds: 20, enoughLevel: 2 },
        { afterSeconds: 60, queue: 'billing' },
      ],
    },
    { limits: [{ when: 'size', above: 0, to: { queue: 'sales' } }] },
    opening({
      hours: [{ days: [1, 2], from: '00:00', to: '24:00' }],
      holidays: ['2028-02-29', '2000-02-29'],
      closedTo: { callback: true },
      emergencyTo: { uri: 'sip:night@host' },
    }),
  )
  t.same(faultsOf(rich), [])
})

t.test('each thing that makes no sense is named with its place', async (t) => {
  const cases: [change: object, ...faults: string[]][] = [
    [{ priority: 100 }, 'priority: must be a whole number from 0 to 99, not 100'],
    [{ priority: 0.5 }, 'priority: must be a whole number from 0 to 99, not 0.5'],
    [{ ageing: -1 }, 'ageing: must be a number from 0 to 1000, not -1'],
    [{ weight: -2 }, 'weight: must be a number from 0.001 to 1000, not -2'],
    [{ weight: 0 }, 'weight: must be a number from 0.001 to 1000, not 0'],
    [{ ringSeconds: 0 }, 'ringSeconds: must be a whole number from 1 to 604800, not 0'],
    [{ wrapUpSeconds: -1 }, 'wrapUpSeconds: must be a whole number from 0 to 604800, not -1'],
    [{ skills: { magic: 3 } }, 'skill magic: there is no skill "magic"', 'no agent can serve'],
    [
      { skills: { english: 6 } },
      'skill english: must be a whole number from 1 to 5, not 6',
      'no agent',
    ],
    [{ tier: 2 }, 'tier: no agent of the queue is in tier 2'],
    [
      {
        relax: [
          { afterSeconds: 60, enoughLevel: 2 },
          { afterSeconds: 20, enoughLevel: 1 },
        ],
      },
      'relaxation 2: must come later than the 60 s of the step before, not at 20 s',
    ],
    [
      {
        relax: [
          { afterSeconds: 20, enoughLevel: 2 },
          { afterSeconds: 60, enoughLevel: 2 },
        ],
      },
      'relaxation 2: admits nobody',
    ],
    [{ relax: [{ afterSeconds: 20, queue: 'support' }] }, 'relaxation 1: admits nobody'],
    [{ relax: [{ afterSeconds: 20, tier: 1 }] }, 'relaxation 1: admits nobody'],
    [{ relax: [{ afterSeconds: 0, enoughLevel: 1 }] }, 'relaxation 1, afterSeconds: must be'],
    [
      { relax: [{ afterSeconds: 9, queue: 'moon' }] },
      'relaxation 1, queue: there is no queue "moon"',
    ],
    [limit({ to: { queue: 'moon' } }), 'limit 1, to: there is no queue "moon"'],
    [limit({ to: { queue: 'support' } }), 'limit 1, to: leads back to the queue itself'],
    [limit({ to: { uri: 'tel:110' } }), 'limit 1, to: "tel:110" is not a SIP URI'],
    [
      limit({ to: { goodbye: '../passwd' } }),
      'limit 1, to: "../passwd" is not the name of a prompt',
    ],
    [limit({ to: { callback: true } }), 'limit 1, to: leads to a callback, but the rule has none'],
    [
      limit({ to: { voicemail: true }, above: -1 }),
      'limit 1, above: must be a whole number from 0',
    ],
    [opening({ closedTo: { callback: true } }), 'opening, closedTo: leads to a callback'],
    [hours({ from: '17:00' }), 'opening, hours 1: begins at 17:00, which is not before 17:00'],
    [hours({ to: '25:00' }), 'opening, hours 1, to: "25:00" is not a time HH:MM'],
    [hours({ from: '24:00' }), 'opening, hours 1, from: "24:00" is not a time HH:MM'],
    [hours({ days: [8] }), 'opening, hours 1, day 1: must be a whole number from 1 to 7, not 8'],
    [hours({ days: [2, 2] }), 'opening, hours 1, day 2: "2" is there already'],
    [hours({ days: [] }), 'opening, hours 1, days: must not be empty'],
    [opening({ hours: [] }), 'opening, hours: must not be empty'],
    [
      opening({ holidays: ['2027-02-29'] }),
      'opening, holiday 2027-02-29: "2027-02-29" is not a date',
    ],
    [
      opening({ holidays: ['2026-13-01', '1 May'] }),
      'opening, holiday 2026-13-01',
      'opening, holiday 1 May',
    ],
    [{ callback: { ...callback, uri: 'sip:x@trunk' } }, 'callback, uri: lacks {number}'],
    [
      { callback: { ...callback, attempts: 0 } },
      'callback, attempts: must be a whole number from 1',
    ],
    [{ callback: { ...callback, key: 'A' } }, 'callback, key: "A" is not a key'],
    [
      { callback: { ...callback, windowSeconds: 60 } },
      'callback, windowSeconds: the window of 60 s is shorter than the pause of 300 s',
    ],
  ]
  for (const [change, ...expected] of cases) {
    const faults = faultsOf(withSupport(change))
    const told = `${JSON.stringify(change)} -> ${faults.join('; ')}`
    t.equal(faults.length, expected.length, told)
    for (const words of expected)
      t.ok(
        faults.some((fault) => fault.startsWith('queue support') && fault.includes(words)),
        told,
      )
  }
})

t.test('what holds for all agents is checked, too', async (t) => {
  const { agents } = good
  const cap = { share: 0, windowSeconds: 600 }
  const bad = { ...agents, occupancyCap: cap, missesToNotReady: 0 }
  t.same(faultsOf({ ...good, version: '', agents: bad }), [
    'version: must not be empty',
    'agents, occupancyCap, share: must be above 0 and at most 1, not 0',
    'agents, missesToNotReady: must be a whole number from 1 to 99, not 0',
  ])
  t.match(faultsOf({ ...good, agents: { ...agents, occupancyCap: { ...cap, share: 1.1 } } }), [
    /not 1\.1$/,
  ])
})

t.test('each queue has one rule', async (t) => {
  const [sales, support] = good.queues
  t.same(faultsOf({ ...good, queues: [sales, support, sales, { ...support, queue: 'moon' }] }), [
    'queue sales: has a rule already',
    'queue moon: there is no queue "moon"',
    'queue moon: no agent can serve it even when all is relaxed, and no limit of the wait leads out',
    'queues: queue "billing" has no rule',
  ])
})

t.test('a round of overflows is named as a whole, once', async (t) => {
  const [sales, support, billing] = good.queues
  const to = (queue: string) => limit({ to: { queue } })
  const queues = [
    { ...sales, ...to('support') },
    { ...support, ...opening({ closedTo: { queue: 'billing' } }) },
    { ...billing, ...opening({ emergencyTo: { queue: 'sales' } }) },
  ]
  t.same(faultsOf({ ...good, queues }), [
    'queue sales: overflow goes round: sales → support → billing → sales',
  ])
  const back = { ...support, ...to('sales') }
  t.same(faultsOf({ ...good, queues: [queues[0], back, billing] }), [
    'queue sales: overflow goes round: sales → support → sales',
  ])
  t.same(faultsOf({ ...good, queues: [queues[0], queues[1], billing] }), [])
})

t.test('a round is found wherever it is, and only where there is one', async (t) => {
  const ids = Array.from({ length: 7 }, (_, index) => named<QueueId>(`q${index}`))
  const edges = fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), {
    maxLength: 14,
  })
  const queueIds = ids.map((id) => ({ id }))
  const many: RoutingDirectory = {
    ...house,
    queues: queueIds as unknown as RoutingDirectory['queues'],
  }
  fc.assert(
    fc.property(edges, (given) => {
      const ways = given.filter(([from, to]) => from !== to)
      const queues = plainPolicy(many.queues).queues.map((rule) => ({
        ...rule,
        limits: ways
          .filter(([from]) => from === rule.queue)
          .map(([, queue]) => ({ when: 'wait' as const, above: 1, to: { queue } })),
      }))
      const policy: Policy = { ...good, queues }
      const rounds = checkPolicy(policy, many).filter(({ code }) => code === 'goes-round')
      t.equal(rounds.length > 0, hasRound(ids, ways))
    }),
    { numRuns: 300 },
  )
})

/** Takes away whoever leads nowhere until nobody is left, or only those who lead round. */
function hasRound(ids: readonly string[], ways: readonly (readonly [string, string])[]): boolean {
  const left = new Set(ids)
  for (let before = 0; before !== left.size;) {
    before = left.size
    for (const id of left)
      if (!ways.some(([from, to]) => from === id && left.has(to))) left.delete(id)
  }
  return left.size > 0
}

t.test('a queue that nobody can serve is a fault unless a wait leads out of it', async (t) => {
  const skills = { english: 4 } as never
  const relaxed = { relax: [{ afterSeconds: 20, enoughLevel: 3 }] }
  const out = limit({ to: { voicemail: true } })
  t.match(faultsOf(withSupport({ skills })), [/^queue support: no agent can serve it/])
  t.same(faultsOf(withSupport({ skills }, relaxed)), [])
  t.same(faultsOf(withSupport({ skills }, out)), [])
  const nobody = { ...house, people: [] }
  t.equal(checkPolicy(good, nobody).filter(isOfStaff).length, 3)
  t.same(
    checkPolicy(good, nobody).filter((fault) => !isOfStaff(fault)),
    [],
  )
})

t.test(
  'a trial has its own version and a share, and its faults say that they are its',
  async (t) => {
    const routing = { policy: good, trial: { share: 1.5, policy: withSupport({ weight: -1 }) } }
    const reading = readRouting(routing)
    if (!reading.ok) return t.fail('it reads well')
    t.same(
      checkRouting(reading, house).map(({ text }) => text.en),
      [
        'trial, share: must be a number from 0 to 1, not 1.5',
        'trial, queue support, weight: must be a number from 0.001 to 1000, not -1',
        'trial, version: version "plain" names another policy already: give this one its own',
      ],
    )
  },
)
