import fc from 'fast-check'
import t from 'tap'
import { stateAt } from '../../core/opening.ts'

const beijing = 480
/** Local time in Beijing; 2026-01-05 is a Monday. */
const at = (local: string) => Date.parse(`${local}:00+08:00`)
const hours = [
  { days: [1, 2, 3, 4, 5], from: '09:00', to: '12:00' },
  { days: [1, 2, 3, 4, 5], from: '13:30', to: '18:00' },
  { days: [7], from: '20:00', to: '24:00' },
]

t.test('what a supervisor set holds at any hour', async (t) => {
  for (const set of ['open', 'closed', 'emergency'] as const)
    t.equal(stateAt(set, { hours: [] }, at('2026-01-05T10:00'), beijing), set)
})

t.test('a queue without hours is always open, but for its holidays', async (t) => {
  const state = (local: string) => stateAt('by-hours', { holidays: ['2026-01-04'] }, at(local), 480)
  t.equal(stateAt('by-hours', undefined, at('2026-01-04T03:00'), beijing), 'open')
  t.equal(state('2026-01-04T23:59'), 'closed')
  t.equal(state('2026-01-05T00:00'), 'open')
})

t.test('hours begin with their first minute and end before their last', async (t) => {
  const moments = [
    ['2026-01-05T08:59', 'closed'],
    ['2026-01-05T09:00', 'open'],
    ['2026-01-05T12:00', 'closed'],
    ['2026-01-05T17:59', 'open'],
    ['2026-01-10T10:00', 'closed'],
    ['2026-01-11T23:59', 'open'],
    ['2026-01-12T00:00', 'closed'],
  ] as const
  for (const [local, state] of moments)
    t.equal(stateAt('by-hours', { hours }, at(local), beijing), state, local)
})

t.test('the day is that of the centre, wherever the instant is told', async (t) => {
  const lateInLondon = Date.parse('2026-01-04T22:30:00Z')
  t.equal(stateAt('by-hours', { hours }, lateInLondon, beijing), 'closed', 'half past six, Monday')
  t.equal(stateAt('by-hours', { hours }, lateInLondon, 0), 'open', 'half past ten, Sunday')
})

t.test('a holiday is the very day of its date, leap years included', async (t) => {
  const day = fc.integer({ min: 0, max: 60_000 }).map((days) => days * 86_400_000)
  const property = fc.property(day, (start) => {
    const holidays = [new Date(start).toISOString().slice(0, 10)]
    const state = (instant: number) => stateAt('by-hours', { holidays }, instant, 0)
    return (
      state(start) === 'closed' &&
      state(start + 86_399_999) === 'closed' &&
      state(start - 1) === 'open' &&
      state(start + 86_400_000) === 'open'
    )
  })
  fc.assert(property, { numRuns: 2000 })
  t.pass('on two thousand days')
})
