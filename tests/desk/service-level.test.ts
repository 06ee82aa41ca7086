import t from 'tap'
import { formatPercent, formulas, isKnown, serviceLevel } from '../../desk/state/service-level.ts'

/** 1,000 answered, 860 of them in time; 60 abandoned, 20 in time, 10 of them short. */
const day = {
  offered: 1060,
  answered: 1000,
  answeredWithin: 860,
  abandoned: 60,
  abandonedWithin: 20,
  abandonedShort: 10,
  waitMsAnswered: 0,
}

t.test('one and the same day has five service levels, each by its formula', async (t) => {
  const levels = formulas.map((formula) => formatPercent(serviceLevel(formula, day)))
  t.same(levels, ['83.0 %', '86.0 %', '81.1 %', '82.7 %', '82.1 %'])
})

t.test('a day without calls has no service level', async (t) => {
  const empty = { ...day, answered: 0, answeredWithin: 0, abandoned: 0, abandonedWithin: 0 }
  for (const formula of formulas) t.equal(serviceLevel(formula, empty), undefined)
  t.equal(formatPercent(undefined), '–')
})

t.test('a formula whose counts are missing is not known', async (t) => {
  const { offered, answered, answeredWithin, abandoned, abandonedWithin, waitMsAnswered } = day
  const without = { offered, answered, answeredWithin, abandoned, abandonedWithin, waitMsAnswered }
  t.notOk(isKnown('F5', without))
  t.equal(serviceLevel('F5', without), undefined)
  t.ok(isKnown('F1', without))
})
