import { setTimeout as pass } from 'node:timers/promises'
import t from 'tap'
import { Pacer } from '../../media/pacer.ts'
import { TimerAlarm } from '../../media/packets/dgram-ports.ts'

function stall(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

/**
 * Turns in so many ms, what was skipped, and how many were due at the last of them; in the middle this thread stands
 * still for `stallMs`.
 */
async function turnsIn(ms: number, stallMs: number) {
  let [turns, skippedMs, last] = [0, 0, 0]
  const wheel = new Pacer(
    5,
    new TimerAlarm(),
    () => {
      turns++
      last = performance.now()
    },
    (skipped) => (skippedMs += skipped),
  )
  const began = performance.now()
  wheel.start()
  wheel.start()
  await pass(ms / 2)
  stall(stallMs)
  await pass(ms / 2)
  wheel.stop()
  return { turns, skippedMs, due: (last - began) / 5 }
}

t.test('a short stall is made up for, so that nothing drifts', async (t) => {
  const { turns, skippedMs, due } = await turnsIn(200, 60)
  t.ok(Math.abs(turns + skippedMs / 5 - due) < 4, `${turns} of ${due}`)
})

t.test('a long stall is made up for in part, and the rest is told', async (t) => {
  const { turns, skippedMs, due } = await turnsIn(200, 800)
  t.ok(skippedMs >= 500, `${skippedMs} ms skipped`)
  t.ok(Math.abs(turns + skippedMs / 5 - due) < 4, `${turns} of ${due}`)
})

t.test('a stopped wheel turns no more, and may start again', async (t) => {
  let turns = 0
  const wheel = new Pacer(
    5,
    new TimerAlarm(),
    () => {
      turns++
      wheel.stop()
    },
    () => undefined,
  )
  wheel.start()
  await pass(50)
  t.equal(turns, 1)
  wheel.start()
  await pass(50)
  t.equal(turns, 2)
})
