import t from 'tap'
import {
  drawPatience,
  estimatePatience,
  survivalAt,
  type Wait,
} from '../../../acd/forecast/patience.ts'
import { createRandom } from '../../../acd/simulate/random.ts'

const gaveUp = (...times: number[]): Wait[] =>
  times.map((waitedMs) => ({ waitedMs, abandoned: true }))
const answered = (...times: number[]): Wait[] =>
  times.map((waitedMs) => ({ waitedMs, abandoned: false }))
const isNear = (one: number | undefined, other: number, by = 1e-12) =>
  one !== undefined && Math.abs(one - other) <= by

t.test('who was answered counts as long as he waited, and no longer', async (t) => {
  const patience = estimatePatience([...gaveUp(1, 3, 5), ...answered(2, 3)])
  const [first, second, last] = patience.steps
  t.match(first, { atMs: 1, atRisk: 5, abandoned: 1 })
  t.ok(isNear(first?.survival, 4 / 5) && isNear(first?.variance, (4 / 5) ** 2 / 20))
  t.match(second, { atMs: 3, atRisk: 3, abandoned: 1 }, 'of equal times giving up comes first')
  const variance = (8 / 15) ** 2 * (1 / 20 + 1 / 6)
  t.ok(isNear(second?.survival, 8 / 15) && isNear(second?.variance, variance))
  t.match(last, { atMs: 5, atRisk: 1, abandoned: 1, survival: 0, variance: 0 })
  t.equal(patience.steps.length, 3)
  t.equal(patience.medianMs, 5)
  t.ok(isNear(patience.restrictedMeanMs, 1 + 2 * (4 / 5) + 2 * (8 / 15)))
  t.ok(isNear(patience.exponentialMeanMs, 14 / 3))
})

t.test('the curve of Freireich’s 21 patients comes out as textbooks print it', async (t) => {
  const patience = estimatePatience([
    ...gaveUp(6, 6, 6, 7, 10, 13, 16, 22, 23),
    ...answered(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35),
  ])
  t.same(
    patience.steps.map(({ atMs, atRisk, survival, variance }) =>
      [atMs, atRisk, survival.toFixed(3), Math.sqrt(variance).toFixed(4)].join(' '),
    ),
    [
      '6 21 0.857 0.0764',
      '7 17 0.807 0.0869',
      '10 15 0.753 0.0963',
      '13 12 0.690 0.1068',
      '16 11 0.627 0.1141',
      '22 7 0.538 0.1282',
      '23 6 0.448 0.1346',
    ],
  )
  t.equal(patience.medianMs, 23)
  t.equal(patience.longestMs, 35)
  t.ok(isNear(patience.exponentialMeanMs, 359 / 9))
})

t.test('half at an instant is the median, whatever thirds are in binary', async (t) => {
  t.equal(estimatePatience(gaveUp(1, 2, 3, 4)).medianMs, 2)
  t.equal(estimatePatience(gaveUp(1, 2, 3, 4, 5, 6)).medianMs, 3)
})

t.test('where nobody gave up, patience has no end, and of nobody nothing is known', async (t) => {
  const patience = estimatePatience(answered(10, 20))
  t.match(patience, { steps: [], abandoned: 0, longestMs: 20, restrictedMeanMs: 20 })
  t.same([patience.medianMs, patience.exponentialMeanMs], [undefined, Infinity])
  t.equal(drawPatience(patience, 0.99), Infinity)
  t.equal(survivalAt(patience, 1000), 1)
  t.match(estimatePatience([]), { contacts: 0, restrictedMeanMs: 0, exponentialMeanMs: Infinity })
})

/** Patience and offered wait are exponential: the shorter of the two is seen. */
function simulatedWaits(count: number, patienceMs: number, offeredMs: number): Wait[] {
  const random = createRandom(7)
  const exponential = (mean: number) => -mean * Math.log(1 - random())
  return Array.from({ length: count }, () => {
    const [patience, offered] = [exponential(patienceMs), exponential(offeredMs)]
    return { waitedMs: Math.min(patience, offered), abandoned: patience < offered }
  })
}

t.test('exponential patience is found again behind answers that hide most of it', async (t) => {
  const patience = estimatePatience(simulatedWaits(20_000, 120_000, 60_000))
  const error = patience.exponentialMeanMs / Math.sqrt(patience.abandoned)
  t.ok(patience.abandoned < 7000, 'two thirds are censored')
  t.ok(isNear(patience.exponentialMeanMs, 120_000, 3 * error))
  t.ok(isNear(patience.medianMs, 120_000 * Math.LN2, 3000))
  for (const atMs of [10_000, 60_000, 120_000, 200_000]) {
    const step = patience.steps.findLast((each) => each.atMs <= atMs)
    const deviation = Math.sqrt(step?.variance ?? 0)
    t.ok(isNear(survivalAt(patience, atMs), Math.exp(-atMs / 120_000), 3.5 * deviation))
  }
})

t.test('drawn patience follows the curve, and goes on beyond it', async (t) => {
  const patience = estimatePatience([...gaveUp(1000, 3000), ...answered(2000, 4000)])
  t.equal(drawPatience(patience, 0), 1000)
  t.equal(drawPatience(patience, 0.2499), 1000)
  t.equal(drawPatience(patience, 0.25), 3000)
  t.equal(drawPatience(patience, 0.62), 3000)
  const half = 1 - 0.375 / 2
  t.ok(isNear(drawPatience(patience, half), 4000 + 5000 * Math.LN2, 1e-6), 'half of the rest')
  t.equal(drawPatience(estimatePatience(gaveUp(1, 2)), 0.999), 2)
})
