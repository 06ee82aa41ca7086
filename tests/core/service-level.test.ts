import t from 'tap'
import {
  createTally,
  formulas,
  isKnown,
  serviceLevel,
  tallyAbandoned,
  tallyAnswered,
} from '../../core/service-level.ts'

/** 1,000 answered, 860 of them in time; 60 abandoned, 20 in time, 10 of them short. */
const day = {
  answered: 1000,
  answeredWithin: 860,
  abandoned: 60,
  abandonedWithin: 20,
  abandonedShort: 10,
}

t.test('one and the same day has five service levels, each by its formula', async (t) => {
  const levels = formulas.map((formula) => ((serviceLevel(formula, day) ?? 0) * 100).toFixed(1))
  t.same(levels, ['83.0', '86.0', '81.1', '82.7', '82.1'])
})

t.test('a day without calls has no service level', async (t) => {
  for (const formula of formulas) t.equal(serviceLevel(formula, createTally()), undefined)
})

t.test('a formula whose counts are missing is not known', async (t) => {
  const { answered, answeredWithin, abandoned, abandonedWithin } = day
  const without = { answered, answeredWithin, abandoned, abandonedWithin }
  t.notOk(isKnown('F5', without))
  t.equal(serviceLevel('F5', without), undefined)
  t.ok(isKnown('F1', without))
})

t.test('a wait of exactly T is within T, and only under five seconds is it short', async (t) => {
  const tally = createTally()
  for (const waitedMs of [0, 20_000, 20_001]) tallyAnswered(tally, waitedMs, 20)
  for (const waitedMs of [4999, 5000, 20_000, 20_001]) tallyAbandoned(tally, waitedMs, 20)
  t.same(tally, {
    offered: 0,
    answered: 3,
    answeredWithin: 2,
    abandoned: 4,
    abandonedWithin: 3,
    abandonedShort: 1,
    waitMsAnswered: 40_001,
  })
})
