import t from 'tap'
import { checkRoster, readRoster } from '../../../acd/policy/roster.ts'
import { house } from './good-policy.ts'

t.test('a roster is read and checked like a policy', async (t) => {
  const reading = readRoster({
    people: [
      { id: '1', queues: ['sales', 'moon'], skills: { english: 6, magic: 1 }, tiers: { sales: 0 } },
      {
        id: '2',
        queues: ['sales', 'sales'],
        weight: -1,
        occupancyCap: 0,
      },
      {
        id: '2',
        queues: [],
        ownCustomers: ['555', '555'],
        capacity: { most: { voice: 1, chat: -1 }, interruptible: [] },
      },
    ],
  })
  if (!reading.ok) return t.fail('it reads well')
  t.match(reading.people[0], { name: '1', role: 'agent' })
  t.same(
    checkRoster({ ...house, people: reading.people }).map(({ text }) => text.en),
    [
      'person 1, queue moon: there is no queue "moon"',
      'person 1, tier in queue sales: must be a whole number from 1 to 99, not 0',
      'person 1, skill english: must be a whole number from 1 to 5, not 6',
      'person 1, skill magic: there is no skill "magic"',
      'person 2, queue sales: "sales" is there already',
      'person 2, weight: must be a number from 0.001 to 1000, not -1',
      'person 2, occupancyCap: must be above 0 and at most 1, not 0',
      'person 2, id: "2" is there already',
      'person 2, capacity, chat: must be a whole number from 0 to 1000000, not -1',
      'person 2, customer 2: "555" is there already',
    ],
  )
  t.same(checkRoster(house), [])
  const wrong = readRoster({ people: [{ id: 1 }] })
  t.same(wrong.ok || wrong.faults.map(({ text }) => text.en), [
    'person 1, id: must be text, not 1',
    'person 1, queues: is missing',
  ])
})
