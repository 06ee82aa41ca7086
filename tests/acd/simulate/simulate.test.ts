import fc from 'fast-check'
import t from 'tap'
import { estimatePatience } from '../../../acd/forecast/patience.ts'
import type { ContactLedger, QueueCounts } from '../../../acd/simulate/contact-ledger.ts'
import { runOnce } from '../../../acd/simulate/run.ts'
import type { Given, Stream } from '../../../acd/simulate/scenario.ts'
import { simulate } from '../../../acd/simulate/simulate.ts'
import { type AgentId, named } from '../../../core/names.ts'
import { strategyNames } from '../../../core/policy.ts'
import { crew, office, sales, scenario, support, tenErlangs } from './office.ts'

/** Contacts of a minute each. */
const given = (arrivals: readonly Given[], more: Partial<Stream> = {}): Stream => ({
  ...tenErlangs,
  arrivals,
  talk: { kind: 'fixed', seconds: 60 },
  ...more,
})
const countsOf = (ledger: ContactLedger, queue = sales) => ledger.counts.get(queue) as QueueCounts
const secondsOf = ({ waitsMs }: QueueCounts) => waitsMs.map((ms) => ms / 1000)

t.test('the same seed gives the same figures, and another seed others', async (t) => {
  const run = (seed: number) =>
    simulate(scenario([tenErlangs]), office(crew(11, [sales])), { repetitions: 2, seed })
  t.same(run(5), run(5))
  t.not(run(5).whole.asaSeconds?.mean, run(6).whole.asaSeconds?.mean)
})

t.test('a caller waits until an agent has talked and wrapped up', async (t) => {
  const stream = given([{ atSeconds: 10 }, { atSeconds: 20 }, { atSeconds: 30, talkSeconds: 1 }], {
    wrapUp: { kind: 'fixed', seconds: 5 },
  })
  const ledger = runOnce(scenario([stream]), office(crew(1, [sales])), 1)
  t.same(secondsOf(countsOf(ledger)), [0, 10 + 60 + 5 - 20, 10 + 2 * 65 - 30])
})

t.test('wrap-up ends with the rule’s time at the latest', async (t) => {
  const stream = given([{ atSeconds: 0, wrapUpSeconds: 300 }, { atSeconds: 1 }])
  const rules = { sales: { wrapUpSeconds: 20 } }
  const ledger = runOnce(scenario([stream]), office(crew(1, [sales]), rules), 1)
  t.same(secondsOf(countsOf(ledger)), [0, 60 + 20 - 1])
})

t.test('callers give up when their patience is over, also while a phone rings', async (t) => {
  const stream = given([
    { atSeconds: 10, patienceSeconds: 3 },
    { atSeconds: 20 },
    { atSeconds: 30, patienceSeconds: 20 },
    { atSeconds: 40, patienceSeconds: 60 },
  ])
  const answering = {
    ...scenario([]).answering,
    delay: { kind: 'fixed', seconds: 5 },
  } as const
  const ledger = runOnce(scenario([stream], { answering }), office(crew(1, [sales])), 1)
  const { tally, waitsMs } = countsOf(ledger)
  t.same(waitsMs, [5000, 20 * 1000 + 5 * 1000 + 60_000 + 5000 - 40_000])
  t.match(tally, { offered: 4, answered: 2, abandoned: 2, abandonedWithin: 2, abandonedShort: 1 })
})

t.test('a ring that nobody answers is missed, and the caller keeps his age', async (t) => {
  const answering = { ...scenario([]).answering, missShare: 1 }
  const stream = given([{ atSeconds: 0, patienceSeconds: 100 }])
  const rules = { sales: { ringSeconds: 15 } }
  const ledger = runOnce(scenario([stream], { answering }), office(crew(1, [sales]), rules), 1)
  const { tally, missed } = countsOf(ledger)
  t.match(tally, { offered: 1, answered: 0, abandoned: 1 })
  t.equal(missed, 2, 'rung at 0 s; made not ready at 15 s, back at 75 s, rung again until 90 s')
})

t.test('people work in their shifts only, and finish what they have begun', async (t) => {
  const shifts = [{ agents: [named<AgentId>('1001')], fromSeconds: 100, toSeconds: 200 }]
  const stream = given([{ atSeconds: 40 }, { atSeconds: 150 }, { atSeconds: 210 }])
  const ledger = runOnce(scenario([stream], { shifts }), office(crew(2, [sales])), 1)
  t.same(secondsOf(countsOf(ledger)), [60, 10])
  t.equal(countsOf(ledger).unfinished, 1)
  t.same(ledger.times.get(named('1001')), { readyMs: 120_000, busyMs: 120_000 })
  t.same(ledger.times.get(named('1002')), { readyMs: 0, busyMs: 0 })
})

t.test('overflow takes the age along, and whoever leaves the queues is counted', async (t) => {
  const limits = [{ when: 'wait', above: 30, to: { queue: support } }] as const
  const full = [{ when: 'size', above: 0, to: { voicemail: true } }] as const
  const stream = given([{ atSeconds: 0 }, { atSeconds: 5 }, { atSeconds: 10 }])
  const people = [...crew(1, [sales]), ...crew(1, [support], 2001)]
  const run = (limit: typeof limits | typeof full) =>
    runOnce(scenario([stream]), office(people, { sales: { limits: limit } }), 1)
  const over = run(limits)
  t.match(countsOf(over), { tally: { offered: 3, answered: 1 }, overflowed: 2 })
  t.same(secondsOf(countsOf(over, support)), [30, 35 + 60 - 10])
  t.match(countsOf(run(full)), { tally: { offered: 3, answered: 1 }, left: 2 })
})

t.test('what comes before the warm-up is over is served and not counted', async (t) => {
  const stream = given([{ atSeconds: 0 }, { atSeconds: 10 }, { atSeconds: 100 }])
  const ledger = runOnce(scenario([stream], { warmUpSeconds: 5 }), office(crew(1, [sales])), 1)
  t.same(secondsOf(countsOf(ledger)), [50, 20])
})

t.test('the rate of arrivals changes with the interval and goes round', async (t) => {
  const arrivals = { perHour: [0, 3600], intervalSeconds: 1800 }
  const ledger = runOnce(
    scenario([{ ...tenErlangs, arrivals }], { lengthSeconds: 7200, warmUpSeconds: 3600 }),
    office(crew(100, [sales])),
    1,
  )
  const { offered } = countsOf(ledger).tally
  t.ok(Math.abs(offered - 1800) < 4 * Math.sqrt(1800), `${offered} in the fourth half hour`)
})

t.test('the mean of a lognormal talk is its mean', async (t) => {
  const talk = { kind: 'lognormal', meanSeconds: 180, deviationSeconds: 120 } as const
  const long = { lengthSeconds: 10 * 3600, warmUpSeconds: 3600 }
  const { whole } = simulate(scenario([{ ...tenErlangs, talk }], long), office(crew(30, [sales])), {
    repetitions: 4,
    seed: 2,
  })
  t.ok(Math.abs((whole.occupancy?.mean ?? 0) - 10 / 30) < 0.02)
})

t.test('patience drawn from an estimate abandons like the callers it was made of', async (t) => {
  const waits = [10, 20, 30, 40].map((seconds) => ({ waitedMs: seconds * 1000, abandoned: true }))
  const patience = { kind: 'estimated', patience: estimatePatience(waits) } as const
  const stream = { ...tenErlangs, patience }
  const nobody = runOnce(scenario([stream], { shifts: [] }), office(crew(1, [sales])), 1)
  const { offered, abandoned, abandonedWithin } = countsOf(nobody).tally
  t.equal(abandoned, offered)
  t.ok(Math.abs(abandonedWithin / offered - 0.5) < 0.12)
})

t.test('every contact comes to one end, by whatever strategy', async () => {
  fc.assert(
    fc.property(
      fc.record({
        strategy: fc.constantFrom(...strategyNames),
        seed: fc.integer(),
        missShare: fc.constantFrom(0, 0.2),
        agents: fc.integer({ min: 1, max: 6 }),
        size: fc.integer({ min: 0, max: 20 }),
        patience: fc.constantFrom(20, 200),
      }),
      ({ strategy, seed, missShare, agents, size, patience }) => {
        const stream: Stream = {
          ...tenErlangs,
          patience: { kind: 'exponential', meanSeconds: patience },
        }
        const answering = {
          missShare,
          awaySeconds: 60,
          delay: { kind: 'exponential', meanSeconds: 6 },
        } as const
        const limits = [
          { when: 'size', above: size, to: { voicemail: true } },
          { when: 'wait', above: 60, to: { queue: support } },
        ] as const
        const people = [...crew(agents, [sales]), ...crew(2, [sales, support], 2001)]
        const tenant = office(people, { sales: { strategy, limits } })
        const { counts, times } = runOnce(scenario([stream], { answering }), tenant, seed)
        const balanced = [...counts.values()].every(
          ({ tally, overflowed, left, unfinished }) =>
            tally.offered === tally.answered + tally.abandoned + overflowed + left + unfinished,
        )
        const possible = [...times.values()].every(
          // Sums of many stretches, so in whole ms.
          ({ busyMs, readyMs }) => busyMs <= readyMs && Math.round(readyMs) <= 3_600_000,
        )
        return balanced && possible && (counts.get(sales)?.tally.answered ?? 0) > 0
      },
    ),
    { numRuns: 40 },
  )
})
