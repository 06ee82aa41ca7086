import fc from 'fast-check'
import t from 'tap'
import type { Event } from '../../../core/event.ts'
import { type LegId, named } from '../../../core/names.ts'
import { followSpend, type Ledger, spentAt } from '../../../core/outbound/spend.ts'

const [minute, hour] = [60_000, 3_600_000]
const leg = named<LegId>('c1.1')
const at = (at: number, fact: object) => ({ seq: 1, at, ...fact }) as Event
const place = (ledger: Ledger, now: number, perMinute = 7) =>
  followSpend(ledger, at(now, { type: 'outbound.routed', leg, perMinute, how: 'ring' }))
const answer = (ledger: Ledger, now: number) =>
  followSpend(ledger, at(now, { type: 'leg.answered', leg }))
const end = (ledger: Ledger, now: number) =>
  followSpend(ledger, at(now, { type: 'leg.ended', leg }))
const ringing = place([], 0)

t.test('a call costs each minute that it has begun', async (t) => {
  const talking = answer(ringing, 1000)
  t.equal(spentAt(ringing, 500), 7, 'its first minute is kept free while it rings')
  t.equal(spentAt(talking, 1000), 7)
  t.equal(spentAt(talking, 1000 + minute - 1), 7)
  t.equal(spentAt(talking, 1000 + minute), 14)
  const over = end(talking, 1000 + 2 * minute)
  t.equal(spentAt(over, 1000 + 2 * minute), 14, 'a minute that begins as it ends is none')
  t.same(end(ringing, 1000), [], 'who is not answered pays nothing')
})

t.test('minutes leave the window one by one', async (t) => {
  const over = end(answer(ringing, 0), 2.5 * minute)
  t.equal(spentAt(over, hour - 1), 21)
  t.equal(spentAt(over, hour), 14)
  t.equal(spentAt(over, hour + minute), 7)
  t.equal(spentAt(over, hour + 2 * minute), 0)
  t.same(place(over, hour + 2 * minute).length, 1)
})

t.test('the sum is what counting each minute gives', async () => {
  const call = fc.record({
    from: fc.nat(2 * hour),
    ms: fc.option(fc.nat(2 * hour)),
    rate: fc.nat(9),
  })
  fc.assert(
    fc.property(fc.array(call, { maxLength: 5 }), fc.nat(hour), (calls, later) => {
      const at = 4 * hour + later
      const ledger: Ledger = calls.map(({ from, ms, rate }, n) => ({
        leg: named<LegId>(`c${n}.1`),
        perMinute: rate,
        from,
        ...(ms === null ? {} : { to: from + ms }),
      }))
      let sum = 0
      for (const { from, ms, rate } of calls)
        for (let begin = from; begin <= (ms === null ? at : from + ms); begin += minute) {
          const isBegun = begin === from || ms === null || begin < from + ms
          if (isBegun && begin > at - hour) sum += rate
        }
      return spentAt(ledger, at) === sum
    }),
  )
})

t.test('a call that another network makes costs its first minute', async (t) => {
  const referred = { type: 'outbound.routed', leg, perMinute: 7, how: 'refer' }
  const ledger = followSpend([], at(0, referred))
  t.equal(spentAt(ledger, 10 * minute), 7)
})
