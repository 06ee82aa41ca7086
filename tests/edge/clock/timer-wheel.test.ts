import fc from 'fast-check'
import t from 'tap'
import { TimerWheel } from '../../../edge/clock/timer-wheel.ts'

t.test('every timer fires once, at the first tick that is not before its time', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: fc.nat(50_000), ms: fc.nat(100_000), stop: fc.boolean() }), {
        maxLength: 40,
      }),
      (plans) => {
        let now = 0
        const wheel = new TimerWheel(() => now)
        const fired = new Map<number, number>()
        plans.sort((a, b) => a.at - b.at)
        const timers = plans.map((plan, i) => {
          for (; now < plan.at; now += 7) wheel.advance()
          const timer = wheel.after(plan.ms, () => {
            if (fired.has(i)) throw new Error('fired twice')
            fired.set(i, now)
          })
          return { timer, due: now + plan.ms, ...plan }
        })
        timers.forEach(({ timer, stop }) => {
          if (stop) timer.cancel()
        })
        for (let i = 0; i < 30_000 && wheel.pending > 0; i++) {
          now += 7
          wheel.advance()
        }
        return timers.every(({ due, stop }, i) => {
          const at = fired.get(i)
          if (at === undefined) return stop
          return at >= due && at <= due + 17
        })
      },
    ),
    { numRuns: 100 },
  )
})

t.test('a wheel that was idle for long, or late, keeps its time', async (t) => {
  let now = 0
  let busy = 0
  const wheel = new TimerWheel(
    () => now,
    () => (busy += 1),
  )
  now = 1_000_000
  let firedAt = 0
  wheel.after(500, () => (firedAt = now))
  t.equal(busy, 1)
  now += 490
  wheel.advance()
  t.equal(firedAt, 0)
  now += 300
  wheel.advance()
  t.equal(firedAt, now)
  t.equal(wheel.pending, 0)
})
