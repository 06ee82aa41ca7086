import t from 'tap'
import { named, type QueueId, type SkillId } from '../../core/names.ts'
import { routingMessages } from '../../desk/messages/routing-messages.ts'
import { sparedNow } from '../../desk/state/agent-state.ts'
import { alarmsOf } from '../../desk/state/alarm.ts'
import { contactsOfQueue, waitingCallers } from '../../desk/state/board-view.ts'
import { occupancyNow } from '../../desk/state/day-figures.ts'
import { sayQueues, saySkills } from '../../desk/state/name-lists.ts'
import { sayDestination, sayHours } from '../../desk/state/opening-words.ts'
import { agent, contact, queue } from './views.ts'

const sales = { id: named<QueueId>('sales'), name: { zh: '销售', en: 'Sales' } }
const messages = routingMessages.en

t.test('an agent is spared only while he is ready and his rest lasts', async (t) => {
  const spared = { why: 'over-cap', until: 100 } as const
  t.same(sparedNow(agent({ spared }), 99), spared)
  t.equal(sparedNow(agent({ spared }), 100), undefined)
  t.equal(sparedNow(agent({ spared, state: 'talking' }), 99), undefined)
})

t.test('occupancy runs on in the present state, and stands while one is not ready', async (t) => {
  const counts = { readyMsToday: 30, talkMsToday: 50, wrapUpMsToday: 0, countedUntil: 1000 }
  t.equal(occupancyNow(agent({ ...counts, state: 'talking' }), 1020), 0.7)
  t.equal(occupancyNow(agent({ ...counts, state: 'reserved' }), 1020), 0.5)
  t.equal(occupancyNow(agent({ ...counts, state: 'notReady' }), 9000), 0.625)
  t.equal(occupancyNow(agent({ state: 'loggedOff' }), 9000), undefined)
})

t.test('a customer to be called back is no caller who waits', async (t) => {
  const callback = { bookedAt: 0, number: '555', until: 9, attempts: 0 }
  const all = [
    contact({ id: named('c1'), phase: 'callback', queue: sales.id, callback }),
    contact({ id: named('c2'), phase: 'waiting', queue: sales.id }),
    contact({ id: named('c3'), phase: 'talking', queue: sales.id, callback }),
  ]
  const ids = (contacts: readonly { readonly id: string }[]) => contacts.map(({ id }) => id)
  t.same(ids(waitingCallers(all)), ['c2'])
  const { live, booked } = contactsOfQueue(all, queue())
  t.same([ids(live), ids(booked)], [['c2', 'c3'], ['c1']])
})

t.test('what a supervisor shut is an alarm until it is open again', async (t) => {
  const kinds = (switchedTo: 'closed' | 'emergency' | 'open' | 'by-hours') =>
    alarmsOf({ queues: [queue({ switchedTo })], faults: [], trunks: [] }, [], 'F1', 0).map(
      ({ kind }) => kind,
    )
  t.same(kinds('emergency'), ['emergency'])
  t.same(kinds('closed'), ['closed'])
  t.same([kinds('open'), kinds('by-hours')], [[], []])
})

t.test('hours and destinations read as people say them', async (t) => {
  const week = { days: [5, 1, 2, 3, 4], from: '09:00', to: '18:00' }
  const hours = [week, { days: [6, 7], from: '10:00', to: '12:00' }]
  t.equal(sayHours({ hours }, messages), 'Mon–Fri 09:00–18:00; Sat Sun 10:00–12:00')
  t.equal(sayHours({ hours }, routingMessages.zh), '周一至周五 09:00–18:00，周六 周日 10:00–12:00')
  t.equal(sayHours(undefined, messages), 'always open')
  const said = (to: Parameters<typeof sayDestination>[0]) =>
    sayDestination(to, messages, [sales], 'en')
  t.equal(said({ queue: sales.id }), 'the queue Sales')
  t.equal(said({ uri: 'sip:0210000@trunk' }), 'the outside number 0210000@trunk')
  t.equal(said({ voicemail: true }), 'voicemail')
})

t.test('skills and queues are named, with level and with a tier below the first', async (t) => {
  const skill = { id: named<SkillId>('net'), name: { zh: '网络', en: 'Networks' } }
  t.equal(saySkills({ [skill.id]: 4 }, [skill], 'en'), 'Networks 4')
  const routed = { queues: [sales.id, named('x')], tiers: { [sales.id]: 2 } } as never
  t.equal(sayQueues(routed, [sales], 'zh'), '销售 (2)、x')
})
