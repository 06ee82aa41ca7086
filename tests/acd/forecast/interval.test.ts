import t from 'tap'
import { intervalOf, studentQuantile } from '../../../acd/forecast/interval.ts'
import { createRandom } from '../../../acd/simulate/random.ts'

t.test('the quantiles of Student’s t are those of the printed tables', async (t) => {
  const table = [
    [1, '12.7062'],
    [2, '4.3027'],
    [3, '3.1824'],
    [4, '2.7764'],
    [9, '2.2622'],
    [10, '2.2281'],
    [29, '2.0452'],
    [30, '2.0423'],
    [99, '1.9842'],
    [1000, '1.9623'],
  ] as const
  for (const [freedom, value] of table) t.equal(studentQuantile(0.975, freedom).toFixed(4), value)
  t.equal(studentQuantile(0.95, 7).toFixed(4), '1.8946')
  t.equal(studentQuantile(0.995, 8).toFixed(4), '3.3554')
})

t.test('an interval is worked out by hand alike', async (t) => {
  const { mean, halfWidth } = intervalOf([4, 6, 8]) ?? {}
  t.equal(mean, 6)
  t.equal(halfWidth?.toFixed(4), (4.302653 * Math.sqrt(4 / 3)).toFixed(4))
  t.same(intervalOf([5]), { mean: 5 }, 'one repetition says nothing of the next')
  t.equal(intervalOf([]), undefined)
  t.same(intervalOf([3, 3, 3]), { mean: 3, halfWidth: 0 })
})

t.test('95 of 100 intervals hold the true mean', async (t) => {
  const random = createRandom(1)
  const intervals = Array.from({ length: 2000 }, () =>
    intervalOf(Array.from({ length: 6 }, () => random() + random() + random())),
  )
  const hits = intervals.filter(
    (each) => Math.abs((each?.mean ?? 0) - 1.5) <= (each?.halfWidth ?? 0),
  )
  t.ok(hits.length > 1860 && hits.length < 1940, `${hits.length} of 2,000`)
})
