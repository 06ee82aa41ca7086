import t from 'tap'
import {
  expectedWait,
  freshThroughput,
  noteArrival,
  noteDeparture,
  noteOutcome,
  plainForecast,
} from '../../../acd/router/expected-wait.ts'
import { nextRandom } from '../../../acd/router/prng.ts'

t.test('nothing is foretold before the queue has shown its pace', async (t) => {
  const pace = freshThroughput()
  noteArrival(pace, 0, 0)
  for (let n = 1; n <= 4; n++) noteDeparture(pace, 5, n * 10_000)
  t.equal(plainForecast(pace, 1), undefined)
  noteDeparture(pace, 5, 50_000)
  t.equal(plainForecast(pace, 3), 30_000)
})

t.test('time in which nobody waited is not counted', async (t) => {
  const pace = freshThroughput()
  for (let n = 0; n < 6; n++) {
    noteArrival(pace, 0, n * 1_000_000)
    noteDeparture(pace, 0, n * 1_000_000 + 20_000)
  }
  t.equal(plainForecast(pace, 1), 20_000)
})

t.test(
  'half of the waits are over by the P50, nine tenths by the P90, though the plain forecast is wrong',
  async (t) => {
    const pace = freshThroughput()
    const chance = { state: 5 }
    const within = { p50: 0, p90: 0 }
    const learning = 500
    const counted = 3000
    for (let n = 0; n < learning + counted; n++) {
      const nominalMs = 30_000
      // Truly they wait three times as long in the mean, and by the exponential law.
      const waitedMs = -90_000 * Math.log(nextRandom(chance))
      const { p50Ms, p90Ms } = expectedWait(pace, nominalMs)
      if (n >= learning) {
        if (waitedMs <= p50Ms) within.p50++
        if (waitedMs <= p90Ms) within.p90++
      }
      noteOutcome(pace, nominalMs, waitedMs, true)
    }
    t.ok(Math.abs(within.p50 / counted - 0.5) < 0.04, `P50 holds ${within.p50 / counted}`)
    t.ok(Math.abs(within.p90 / counted - 0.9) < 0.04, `P90 holds ${within.p90 / counted}`)
  },
)

t.test('an early abandonment says nothing, a late one that the wait was longer', async (t) => {
  const pace = freshThroughput()
  noteOutcome(pace, 60_000, 5_000, false)
  t.equal(pace.median, 1)
  noteOutcome(pace, 60_000, 90_000, false)
  t.ok(pace.median > 1)
})
