import fc from 'fast-check'
import t from 'tap'
import {
  agentsNeeded,
  blockedShare,
  type Demand,
  forecast,
} from '../../../acd/forecast/forecast.ts'
import { formulas, serviceLevel } from '../../../core/service-level.ts'

/** 100 calls in half an hour of three minutes each: 10 erlangs. */
const demand: Demand = { contactsPerHour: 200, handlingSeconds: 180 }
const impatient: Demand = { ...demand, patienceSeconds: 120 }
const times = { thresholdSeconds: 20 }
const percent = (share: number) => (share * 100).toFixed(2)

t.test('Erlang C gives the known service levels and speeds of answer', async (t) => {
  const rows = [12, 13, 14].map((agents) => {
    const { shares, asaSeconds, occupancy } = forecast(demand, agents, times)
    return [percent(shares.answeredWithin), asaSeconds.toFixed(2), percent(occupancy)]
  })
  t.same(rows, [
    ['64.02', '40.44', '83.33'],
    ['79.56', '17.12', '76.92'],
    ['88.84', '7.84', '71.43'],
  ])
})

t.test('Erlang A gives the known shares of abandonment', async (t) => {
  const abandoned = [12, 14].map((agents) => forecast(impatient, agents, times).shares.abandoned)
  t.same(abandoned.map(percent), ['6.16', '2.28'])
})

t.test('Erlang B gives the known loss of two lines at one erlang', async (t) => {
  t.equal(blockedShare({ contactsPerHour: 60, handlingSeconds: 60 }, 2), 0.2)
  t.equal(blockedShare(demand, 0), 1)
  t.equal(blockedShare({ ...demand, contactsPerHour: 0 }, 3), 0)
})

/** Erlang A the long way: every state in logarithms, and the density of the offered wait by Simpson's rule. */
function theLongWay(demand: Required<Demand>, agents: number) {
  const arrivals = demand.contactsPerHour / 3600
  const [service, leaving] = [1 / demand.handlingSeconds, 1 / demand.patienceSeconds]
  const logs = [0]
  for (let state = 1; state < agents * 3 + 2000; state++) {
    const rate = Math.min(state, agents) * service + Math.max(0, state - agents) * leaving
    logs.push((logs.at(-1) ?? 0) + Math.log(arrivals / rate))
  }
  const highest = logs.reduce((one, other) => Math.max(one, other))
  const whole = logs.reduce((sum, log) => sum + Math.exp(log - highest), 0)
  const chances = logs.map((log) => Math.exp(log - highest) / whole)
  const waiting = chances.reduce((sum, p, state) => sum + p * Math.max(0, state - agents), 0)
  const logAllBusy = (logs[agents] ?? 0) - highest - Math.log(whole)
  const density = (seconds: number) =>
    agents *
    service *
    Math.exp(
      logAllBusy -
        (arrivals / leaving) * Math.expm1(-leaving * seconds) -
        agents * service * seconds,
    )
  const waitShare = chances.slice(agents).reduce((sum, p) => sum + p, 0)
  const steps = 20_000
  const integral = (to: number, value: (seconds: number) => number) => {
    let sum = value(0) + value(to)
    for (let i = 1; i < steps; i++) sum += (i % 2 ? 4 : 2) * value((to * i) / steps)
    return (sum * to) / steps / 3
  }
  const answeredAt = (seconds: number) => Math.exp(-leaving * seconds) * density(seconds)
  const far = demand.patienceSeconds * 20
  const answered = 1 - waitShare + integral(far, answeredAt)
  return {
    waitShare,
    abandoned: (leaving * waiting) / arrivals,
    answeredWithin: 1 - waitShare + integral(20, answeredAt),
    asaSeconds: integral(far, (seconds) => seconds * answeredAt(seconds)) / answered,
  }
}

t.test('Erlang A agrees with the sum over all states, from 5 to 2,000 agents', async (t) => {
  const cases = [
    [200, 5, 120],
    [200, 10, 120],
    [200, 16, 30],
    [39_000, 2000, 120],
    [40_000, 2000, 300],
    [44_000, 2000, 120],
  ] as const
  for (const [contactsPerHour, agents, patienceSeconds] of cases) {
    const load = { contactsPerHour, handlingSeconds: 180, patienceSeconds }
    const { shares, waitShare, asaSeconds } = forecast(load, agents, times)
    const long = theLongWay(load, agents)
    const isNear = (one: number, other: number, what: string) =>
      t.ok(Math.abs(one - other) < 1e-6 * Math.max(1, other), `${what} ${one} ${other}`)
    isNear(waitShare, long.waitShare, 'wait')
    isNear(shares.abandoned, long.abandoned, 'abandoned')
    isNear(shares.answeredWithin, long.answeredWithin, 'within')
    isNear(asaSeconds, long.asaSeconds, 'speed of answer')
  }
})

t.test('patience without end is Erlang C, and no patience at all is Erlang B', async (t) => {
  const patient = forecast({ ...demand, patienceSeconds: 1e7 }, 12, times)
  t.equal(patient.asaSeconds.toFixed(2), '40.44')
  t.equal(percent(patient.shares.answeredWithin), '64.02')
  const gone = forecast({ ...demand, patienceSeconds: 0 }, 12, times)
  t.ok(Math.abs(gone.shares.abandoned - blockedShare(demand, 12)) < 1e-12)
  t.equal(gone.shares.abandonedShort, gone.shares.abandoned)
  t.equal(gone.asaSeconds, 0)
})

t.test('traffic that agents cannot cope with waits for ever, unless callers give up', async (t) => {
  for (const agents of [0, 1, 10]) {
    const { asaSeconds, shares, occupancy } = forecast(demand, agents, times)
    t.same([asaSeconds, shares.answeredWithin, occupancy], [Infinity, 0, 1])
  }
  const { asaSeconds, shares } = forecast(impatient, 5, times)
  t.ok(asaSeconds > 60 && asaSeconds < 120)
  t.ok(shares.abandoned > 0.5 && shares.abandoned < 0.55)
  const nobody = forecast(impatient, 0, times)
  t.same([nobody.shares.abandoned, nobody.asaSeconds, nobody.meanWaitSeconds], [1, Infinity, 120])
})

t.test('whatever is asked, the answer is a number, and shares are shares', async () => {
  const anything = fc.oneof(
    fc.constantFrom(0, -1, NaN, Infinity, -Infinity, 1e-300, 1e300),
    fc.double({ min: 0, max: 5000, noNaN: true }),
  )
  fc.assert(
    fc.property(anything, anything, anything, anything, anything, (...asked) => {
      const [contactsPerHour, handlingSeconds, patienceSeconds, agents, thresholdSeconds] = asked
      const load = { contactsPerHour, handlingSeconds, patienceSeconds }
      const { shares, waitShare, occupancy, asaSeconds, meanWaitSeconds } = forecast(load, agents, {
        thresholdSeconds,
      })
      const between = [waitShare, occupancy, ...Object.values(shares)]
      return (
        between.every((share) => share >= 0 && share <= 1 + 1e-9) &&
        asaSeconds >= 0 &&
        meanWaitSeconds >= 0 &&
        Math.abs(shares.answered + shares.abandoned - 1) < 1e-9
      )
    }),
    { numRuns: 500 },
  )
})

t.test('the agents needed are the fewest that meet the target', async (t) => {
  const level = (share: number) => ({ serviceLevel: { formula: 'F3', share, ...times } }) as const
  t.equal(agentsNeeded(demand, level(0.64)), 12)
  t.equal(agentsNeeded(demand, level(0.6403)), 13)
  t.equal(agentsNeeded(demand, { asaSeconds: 10 }), 14)
  t.equal(agentsNeeded(demand, { asaSeconds: 10, occupancy: 0.6 }), 17)
  t.equal(agentsNeeded(impatient, { abandonedShare: 0.03 }), 14)
  t.equal(agentsNeeded({ ...demand, contactsPerHour: 0 }, level(0.9)), 0)
  t.equal(agentsNeeded(demand, level(1.1)), Infinity)
  t.equal(agentsNeeded(demand, { asaSeconds: NaN }), Infinity)
})

t.test('more agents never make any of the five service levels worse', async () => {
  const someDemand = fc.record({
    contactsPerHour: fc.double({ min: 1, max: 5000, noNaN: true }),
    handlingSeconds: fc.double({ min: 10, max: 900, noNaN: true }),
    patienceSeconds: fc.double({ min: 1, max: 900, noNaN: true }),
  })
  fc.assert(
    fc.property(someDemand, fc.integer({ min: 1, max: 300 }), (load, agents) => {
      const [fewer, more] = [agents, agents + 1].map((count) => {
        const { shares } = forecast(load, count, times)
        return formulas.map((formula) => serviceLevel(formula, shares) ?? 0)
      })
      return !!fewer && !!more && fewer.every((level, i) => level <= (more[i] ?? 0) + 1e-9)
    }),
    { numRuns: 1000 },
  )
})
