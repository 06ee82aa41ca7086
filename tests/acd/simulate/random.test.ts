import t from 'tap'
import { createRandom } from '../../../acd/simulate/random.ts'

const draws = (seed: number, count: number) => {
  const random = createRandom(seed)
  return Array.from({ length: count }, random)
}

t.test('a seed determines every draw, and another seed draws otherwise', async (t) => {
  t.same(draws(1, 100), draws(1, 100))
  const both = new Set([...draws(1, 100), ...draws(2, 100)])
  t.equal(both.size, 200)
})

t.test('draws are even from 0 to 1, and those of neighbouring seeds are independent', async (t) => {
  const [one, other] = [draws(1, 100_000), draws(2, 100_000)]
  const tenths = Array.from({ length: 10 }, () => 0)
  for (const draw of one) tenths[Math.floor(draw * 10)] = (tenths[Math.floor(draw * 10)] ?? 0) + 1
  const chiSquare = tenths.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
  t.ok(chiSquare < 27.9, 'below the 0.1 % point of chi-square with 9 degrees of freedom')
  const product = (index: number) => ((one[index] ?? 0) - 0.5) * ((other[index] ?? 0) - 0.5)
  const correlation = one.reduce((sum, _, index) => sum + product(index), 0) / one.length / (1 / 12)
  t.ok(Math.abs(correlation) < 0.01)
})
