import { readFileSync } from 'node:fs'
import t from 'tap'
import { readCrew, shiftsIn } from '../../../tools/simulation/read-roster.ts'
import { readScenario } from '../../../tools/simulation/read-scenario.ts'
import { scenario } from '../../acd/simulate/office.ts'

const example = (name: string): Record<string, unknown> =>
  JSON.parse(
    readFileSync(new URL(`../../../docs/examples/${name}.json`, import.meta.url), 'utf8'),
  ) as Record<string, unknown>

const faultsOf = (data: unknown, language: 'zh' | 'en' = 'en') => {
  const reading = readScenario(data)
  return reading.ok ? [] : reading.faults.map(({ text }) => text[language])
}

t.test('the example is a day of ten hours', async (t) => {
  const reading = readScenario(example('monday'))
  if (!reading.ok) throw new Error('it has faults')
  const { scenario, queues, skills } = reading.told
  t.match(scenario, { startAt: Date.UTC(2026, 2, 2, 8), lengthSeconds: 36_000, warmUpSeconds: 0 })
  t.same(
    queues.map(({ id }) => id),
    ['sales', 'support'],
  )
  t.equal(skills.length, 1)
})

t.test('faults of the shape are named at once', async (t) => {
  const data = { ...example('monday'), day: undefined, time: { from: 8 } }
  t.same(faultsOf({ ...data, speed: 2, streams: [{ queue: 'sales' }] }), [
    'day: is missing',
    'time, from: must be text, not 8',
    'time, to: is missing',
    'stream 1, talk: is missing',
    'stream 1, patience: is missing',
    'speed: there is no such field',
  ])
})

t.test('faults of the meaning are named at once, in both languages', async (t) => {
  const data = {
    ...example('monday'),
    day: '2026-02-30',
    time: { from: '18:00', to: '08:00' },
    streams: [
      {
        queue: 'billing',
        perHour: [10, -1],
        arrivals: [],
        skills: { latin: 3 },
        talk: { kind: 'lognormal', meanSeconds: 0 },
        patience: { kind: 'endless', seconds: 5 },
      },
    ],
    answering: { delay: { kind: 'fixed', seconds: 4 }, missShare: 2, awaySeconds: 1 },
  }
  t.same(faultsOf(data), [
    'day: "2026-02-30" is not a date YYYY-MM-DD that exists',
    'time: begins at 18:00, which is not before 08:00',
    'stream 1, queue: there is no queue "billing"',
    'stream 1: must have either perHour or arrivals',
    'stream 1, interval 2: must be a number from 0 to 20000, not -1',
    'stream 1, talk, deviationSeconds: is missing',
    'stream 1, talk, meanSeconds: must be a number from 0.001 to 86400, not 0',
    'stream 1, patience, seconds: there is no such field',
    'stream 1, skill latin: there is no skill "latin"',
    'answering, missShare: must be a number from 0 to 1, not 2',
  ])
  t.match(faultsOf(data, 'zh')[3], '应给出 perHour 或 arrivals 之一')
})

t.test('shifts fall on their days, and begin before the scenario where they must', async (t) => {
  const people = [{ id: '1001', queues: [] }]
  const shifts = [
    { people: ['1001'], from: '06:00', to: '10:00' },
    { people: ['1001'], days: [2], from: '22:00', to: '24:00' },
    { people: ['1001'], days: [7], from: '08:00', to: '09:00' },
  ]
  const reading = readCrew({ people, shifts })
  if (!reading.ok) throw new Error('it has faults')
  // A Monday, 07:00 local time, and 40 hours on.
  const frame = { startAt: Date.UTC(2026, 2, 1, 23), utcOffsetMinutes: 480, lengthSeconds: 144_000 }
  t.same(
    shiftsIn(reading.crew, scenario([], frame)).map(({ fromSeconds, toSeconds }) => [
      fromSeconds / 3600,
      toSeconds / 3600,
    ]),
    [
      [0, 3],
      [23, 27],
      [39, 41],
    ],
  )
})

t.test('faults of a roster and of its shifts are named at once', async (t) => {
  const reading = readCrew({
    people: [{ id: '1001', queues: 'sales' }],
    shifts: [{ people: ['1001'], from: '08:00' }],
  })
  t.same(!reading.ok && reading.faults.map(({ text }) => text.en), [
    'person 1001, queues: must be a list, not "sales"',
    'shift 1, to: is missing',
  ])
  const wrong = readCrew({
    people: [],
    shifts: [{ people: ['1009'], from: '9', to: '10:00' }],
  })
  t.same(!wrong.ok && wrong.faults.map(({ text }) => text.en), [
    'shift 1, person 1009: there is no person "1009"',
    'shift 1, from: "9" is not a time HH:MM',
  ])
})
