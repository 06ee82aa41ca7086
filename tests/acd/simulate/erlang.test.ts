import t from 'tap'
import { forecast } from '../../../acd/forecast/forecast.ts'
import type { Interval } from '../../../acd/forecast/interval.ts'
import { simulate } from '../../../acd/simulate/simulate.ts'
import { serviceLevel } from '../../../core/service-level.ts'
import { crew, office, sales, scenario, tenErlangs } from './office.ts'

/** Long enough that a repetition holds 2,000 contacts, after four times the time in which the start is forgotten. */
const long = { lengthSeconds: 12 * 3600, warmUpSeconds: 2 * 3600 }
/** One interval in twenty misses the truth; with this seed none of these does. */
const runs = { repetitions: 10, seed: 3 }
const demand = { contactsPerHour: 200, handlingSeconds: 180 }

const holds = (interval: Interval | undefined, exact: number) =>
  interval?.halfWidth !== undefined && Math.abs(interval.mean - exact) <= interval.halfWidth

for (const agents of [12, 13, 14])
  t.test(`the router meets Erlang C with ${agents} agents`, async (t) => {
    const { whole } = simulate(scenario([tenErlangs], long), office(crew(agents, [sales])), runs)
    const { asaSeconds, occupancy, shares } = forecast(demand, agents, { thresholdSeconds: 20 })
    t.comment(whole.F2, whole.asaSeconds, whole.occupancy)
    t.ok(holds(whole.F2, shares.answeredWithin), 'service level')
    t.ok(holds(whole.asaSeconds, asaSeconds), 'average speed of answer')
    t.ok(holds(whole.occupancy, occupancy), 'occupancy')
    t.ok((whole.F2?.halfWidth ?? 1) < 0.06, 'the interval says something')
    t.equal(whole.abandoned?.mean, 0)
  })

for (const agents of [12, 13, 14])
  t.test(`and Erlang A with ${agents} agents and callers who give up`, async (t) => {
    const impatient = {
      ...tenErlangs,
      patience: { kind: 'exponential', meanSeconds: 120 },
    } as const
    const { whole } = simulate(scenario([impatient], long), office(crew(agents, [sales])), runs)
    const exact = forecast({ ...demand, patienceSeconds: 120 }, agents, { thresholdSeconds: 20 })
    t.comment(whole.abandonedShare, whole.F1, whole.asaSeconds)
    t.ok(holds(whole.abandonedShare, exact.shares.abandoned), 'abandonment')
    for (const formula of ['F1', 'F2', 'F3', 'F4', 'F5'] as const)
      t.ok(holds(whole[formula], serviceLevel(formula, exact.shares) ?? NaN), formula)
    t.ok(holds(whole.asaSeconds, exact.asaSeconds), 'average speed of answer')
    t.ok(holds(whole.occupancy, exact.occupancy), 'occupancy')
    t.ok((whole.F1?.halfWidth ?? 1) < 0.02, 'the interval says something')
  })
