import t, { type Test } from 'tap'
import { named } from '../../../core/names.ts'
import type { CentreTimer } from '../../../core/timer.ts'
import { Timers } from '../../../server/centre/timers.ts'

const id = (name: string): CentreTimer => ({ kind: 'ring', of: named(name) })

function timers(t: Test, running: [string, number][] = []) {
  const fired: string[] = []
  const timers = new Timers(
    (timer) => fired.push(timer.of),
    running.map(([name, at]) => [id(name), at]),
  )
  t.teardown(() => timers.stop())
  // One now for all: on a slow machine the starts themselves take time.
  const now = Date.now()
  const start = (name: string, inMs: number) =>
    timers.apply({ do: 'startTimer', timer: id(name), at: now + inMs })
  const stop = (name: string) => timers.apply({ do: 'stopTimer', timer: id(name) })
  return { timers, fired, start, stop }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

t.test('timers fire in the order of their times, whatever the order of their starts', async (t) => {
  const { timers: all, fired, start } = timers(t)
  all.run()
  const delays = Array.from({ length: 40 }, (_, n) => (n * 17) % 40)
  for (const delay of delays) start(`t${String(delay).padStart(2, '0')}`, delay)
  await pause(80)
  t.equal(fired.length, 40)
  t.same(fired, [...fired].sort())
})

t.test('a timer that is started again has moved, a stopped one is silent', async (t) => {
  const { timers: all, fired, start, stop } = timers(t)
  all.run()
  start('moved', 5)
  start('moved', 400)
  start('stopped', 5)
  stop('stopped')
  await pause(30)
  t.same(fired, [])
  await pause(500)
  t.same(fired, ['moved'])
})

t.test('nothing fires before run, and then what is overdue at once', async (t) => {
  const { timers: all, fired } = timers(t, [
    ['late', Date.now() - 500],
    ['later', Date.now() - 1000],
  ])
  await pause(20)
  t.same(fired, [])
  all.run()
  await pause(20)
  t.same(fired, ['later', 'late'])
})

t.test('a timer that starts itself anew does not hold the process', async (t) => {
  let count = 0
  const circle: Timers = new Timers(() => {
    count++
    circle.apply({ do: 'startTimer', timer: id('circle'), at: Date.now() - 1 })
  })
  t.teardown(() => circle.stop())
  circle.apply({ do: 'startTimer', timer: id('circle'), at: Date.now() - 1 })
  circle.run()
  await pause(20)
  t.ok(count > 1, 'it goes round, and this test still runs')
})

t.test('what runs can be stored, and runs elsewhere', async (t) => {
  const { timers: all, start, stop } = timers(t)
  start('a', 1000)
  start('b', 2000)
  stop('a')
  t.match(all.snapshot(), [[id('b'), Number]])
})
