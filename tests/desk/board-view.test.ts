import fc from 'fast-check'
import t from 'tap'
import { named } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import type { TrunkView } from '../../cti/protocol.ts'
import { alarmsOf } from '../../desk/state/alarm.ts'
import { attentionOf, byAttention, staffingOf } from '../../desk/state/attention.ts'
import { agentsOf, waitingCallers } from '../../desk/state/board-view.ts'
import { addLook, stepPath, stretchMs } from '../../desk/state/trend.ts'
import { agent, contact, queue } from './views.ts'

const minute = 60_000

t.test('what needs attention is said by its cause', async (t) => {
  const now = 30 * minute
  const talking = agent({ state: 'talking' })
  t.equal(attentionOf(agent({ state: 'notReady', reason: 'no-answer' }), undefined, now), 'missed')
  t.equal(
    attentionOf(agent({ state: 'notReady', reason: 'connection-lost' }), undefined, now),
    'connectionLost',
  )
  t.equal(attentionOf(agent({ state: 'notReady', reason: 'break' }), undefined, now), undefined)
  t.equal(attentionOf(agent({ registered: false }), undefined, now), 'noPhone')
  t.equal(attentionOf(talking, contact({ phase: 'parted' }), now), 'parted')
  t.equal(attentionOf(talking, contact({ held: true, heldSince: 0 }), now), 'longHold')
  t.equal(attentionOf(talking, contact({ connectedAt: 0 }), now), 'longTalk')
  t.equal(attentionOf(talking, contact({ connectedAt: now }), now), undefined)
})

t.test('a contact that rings at several agents is theirs until one has it', async (t) => {
  const on = contact({ phase: 'offered' })
  const both = ['1001', '1002'].map((id) =>
    agent({ id: named(id), state: 'reserved', contact: on.id }),
  )
  const all = [...both, agent({ id: named('1003') })]
  t.same(agentsOf(on, all), both)
  t.same(agentsOf(contact({ agent: named('1002') }), all), both.slice(1))
})

t.test(
  'those who need attention stand first, all others in the order of their numbers',
  async (t) => {
    const ids = (order: ReturnType<typeof byAttention>) => order.map((one) => one.agent.id)
    const one = { agent: agent({ id: named('1010') }) }
    const two = { agent: agent({ id: named('1002') }) }
    const missed = { agent: agent({ id: named('1005') }), attention: 'missed' as const }
    const gone = { agent: agent({ id: named('1001'), state: 'loggedOff' }) }
    t.same(ids(byAttention([one, gone, two, missed])), ['1005', '1002', '1010', '1001'])
  },
)

t.test('the order never depends on the order of arrival', async (t) => {
  const crowd = [1, 2, 3, 4, 5, 6].map((n) => ({
    agent: agent({ id: named(String(1000 + n)) }),
    ...(n % 2 === 0 && { attention: 'missed' as const }),
  }))
  const ids = (order: ReturnType<typeof byAttention>) => order.map((one) => one.agent.id)
  fc.assert(
    fc.property(fc.shuffledSubarray(crowd, { minLength: crowd.length }), (shuffled) => {
      t.same(ids(byAttention(shuffled)), ids(byAttention(crowd)))
    }),
    { numRuns: 50 },
  )
})

t.test('a queue where callers wait and nobody serves is the first alarm', async (t) => {
  const waits = queue({ waiting: 2, longestSince: 0 })
  const away = { agent: agent({ state: 'notReady', reason: 'break' }) }
  const kinds = alarmsOf({ queues: [waits], faults: [], trunks: [] }, [away], 'F1', 21_000).map(
    ({ kind }) => kind,
  )
  t.same(kinds, ['unstaffed', 'longWait'])
})

t.test('a poor service level alarms only once it means something', async (t) => {
  const poor = (calls: number) => {
    const { today } = queue()
    return queue({ today: { ...today, offered: calls, answered: calls } })
  }
  const staffed = [{ agent: agent() }]
  t.same(alarmsOf({ queues: [poor(5)], faults: [], trunks: [] }, staffed, 'F2', 0), [])
  t.match(alarmsOf({ queues: [poor(10)], faults: [], trunks: [] }, staffed, 'F2', 0), [
    { kind: 'lowLevel', level: 0 },
  ])
})

t.test('trouble with sound is an alarm before all others until it rests', async (t) => {
  const fault = (reason: ReasonCode, at: number) => ({ reason, since: 0, at, count: 2 })
  const waits = queue({ waiting: 2, longestSince: 0 })
  const now = 20 * 60_000
  const faults = [
    fault('disk-full', now - 60_000),
    fault('no-free-port', now - 11 * 60_000),
    fault('foreign-rtp', now),
    fault('media-worker-died', now - 1000),
  ]
  const kinds = alarmsOf({ queues: [waits], faults, trunks: [] }, [], 'F1', now).map((alarm) =>
    alarm.kind === 'fault' ? alarm.reason : alarm.kind,
  )
  t.same(kinds, ['media-worker-died', 'disk-full', 'unstaffed', 'longWait'])
})

t.test('agents are counted for the queues they serve', async (t) => {
  const staff = [
    agent(),
    agent({ state: 'talking' }),
    agent({ state: 'reserved' }),
    agent({ state: 'loggedOff' }),
    agent({ spared: { why: 'after-miss', until: 1000 } }),
    agent({ queues: [named('billing')] }),
  ]
  const counts = { ready: 1, spared: 1, busy: 2, wrapUp: 0, notReady: 0 }
  t.same(staffingOf(queue(), staff, 500), counts)
  t.same(staffingOf(queue(), staff, 1000), { ...counts, ready: 2, spared: 0 }, 'his rest is over')
})

t.test('the longest wait stands first among the callers', async (t) => {
  const callers = waitingCallers([
    contact({ id: named('c3'), phase: 'waiting', queuedAt: 30 }),
    contact({ id: named('c1'), phase: 'offered', queuedAt: 10 }),
    contact({ id: named('c2'), phase: 'talking', queuedAt: 5 }),
  ])
  t.same(
    callers.map(({ id }) => id),
    ['c1', 'c3'],
  )
})

t.test('the trend keeps the most that waited in each stretch', async (t) => {
  const looks = [1, 4, 2].map((waiting) => [queue({ waiting })])
  const samples = looks.reduce<readonly { at: number; waiting: number }[]>(
    (before, queues, n) => addLook(before as never, queues, n * 1000),
    [],
  )
  t.match(samples, [{ at: 0, waiting: 4 }])
  const more = addLook(samples as never, [queue()], stretchMs)
  t.match(more, [{ waiting: 4 }, { at: stretchMs, waiting: 0 }])
  t.equal(stepPath(more, 0, 2 * stretchMs, 100, 10), 'M0,0 H50 H50 V10 H100')
})

t.test('nothing new makes no new trend', async (t) => {
  const samples = addLook([], [queue({ waiting: 3 })], 0)
  t.equal(addLook(samples, [queue({ waiting: 1 })], 1000), samples)
})

t.test('a trunk that is in use and does not work is the first alarm', async (t) => {
  const trunk = (id: string, change: Partial<TrunkView>): TrunkView => ({
    id: named(id),
    name: { zh: id, en: id },
    enabled: true,
    state: 'up',
    since: 0,
    ...change,
  })
  const trunks = [
    trunk('well', {}),
    trunk('unwatched', { state: 'unwatched' }),
    trunk('gone', { state: 'down' }),
    trunk('closed', { state: 'down', enabled: false }),
    trunk('strange', { state: 'refused' }),
  ]
  const faults = [{ reason: 'spend-cap', since: 0, at: 0, count: 1 } as const]
  t.match(alarmsOf({ queues: [], faults, trunks }, [], 'F1', 0), [
    { kind: 'trunk', state: 'down', trunk: { id: 'gone' } },
    { kind: 'trunk', state: 'refused', trunk: { id: 'strange' } },
    { kind: 'fault', reason: 'spend-cap' },
  ])
})
