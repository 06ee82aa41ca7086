import fc from 'fast-check'
import t from 'tap'
import { FloodGate } from '../../../media/packets/flood-gate.ts'

t.test(
  'no phone is ever refused: 100 packets a second, however a network bunches them',
  async (t) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 40 }), (pausesMs) => {
        let [told, at, owed] = [0, 1e6, 0]
        const gate = new FloodGate(() => told++)
        for (const pause of pausesMs) {
          at += pause
          owed += pause / 10
          for (; owed >= 1; owed--) if (!gate.admits(true, at)) return false
        }
        return told === 0
      }),
    )
    t.pass()
  },
)

t.test('a flood gets about 1,000 a second, and is told once', async (t) => {
  let told = 0
  const gate = new FloodGate(() => told++)
  let admitted = 0
  for (let n = 0; n < 100_000; n++) if (gate.admits(false, 5000 + n / 10)) admitted++
  t.ok(admitted > 10_000 && admitted < 12_100, `${admitted} in 10 s`)
  t.equal(told, 1)
  t.ok(gate.admits(true, 15_000), 'the party has its own measure')
})
