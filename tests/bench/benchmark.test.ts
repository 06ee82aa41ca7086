import t from 'tap'
import { Agenda } from '../../bench/agenda.ts'
import { BenchFault, readOptions } from '../../bench/benchmark.ts'
import { quantile } from '../../bench/quantile.ts'
import { WorkingDay } from '../../bench/working-day.ts'

t.test('options stand over the standard values, and anything else is refused', async (t) => {
  const standard = { legs: 100, seconds: 10 }
  t.same(readOptions(['--legs', '4'], standard), { legs: 4, seconds: 10 })
  for (const args of [['--legs', '0'], ['--legs', 'x'], ['--lags', '4'], ['4']])
    t.throws(() => readOptions(args, standard), BenchFault)
})

t.test('a quantile is a value that was measured', async (t) => {
  const values = Array.from({ length: 100 }, (_, n) => 100 - n)
  t.equal(quantile(values, 0.5), 51)
  t.equal(quantile(values, 0.99), 100)
  t.equal(quantile(values, 1), 100)
  t.same(quantile([], 0.5), NaN)
})

t.test('an agenda goes in the order of time, and of entry at the same time', async (t) => {
  const agenda = new Agenda(1_000)
  const done: string[] = []
  const note = (name: string) => () => void done.push(`${name}@${agenda.now}`)
  agenda.add(20, note('late'))
  agenda.add(10, note('first'))
  agenda.add(10, note('second'))
  while (agenda.next());
  t.same(done, ['first@1010', 'second@1010', 'late@1020'])
})

t.test('on a working day all agents talk and about as many wait as were asked for', async (t) => {
  const day = new WorkingDay(5, 8)
  day.run(1_000)
  t.ok(Math.abs(day.waiting() - 8) <= 5, `${day.waiting()} wait`)
  t.ok(day.run(100).length >= 100)
})
