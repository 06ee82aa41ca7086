import t from 'tap'
import { type LegId, named } from '../../../core/names.ts'
import { harmless } from '../../../voice/notes/harmless.ts'
import type { Note } from '../../../voice/notes/note.ts'
import { emptyStanding, fold } from '../../../voice/notes/standing.ts'

const [bad, good] = [named<LegId>('bad'), named<LegId>('good')]
const memo = (leg: LegId): Note => ({
  ...{ note: 'memo', memo: { leg, dialog: { is: 'arrived', callId: leg } } },
})
const taken = (at: number): Note => ({ note: 'takenUp', at })
/** The legs that go on, of a process that died at `now`. */
const goOn = (notes: readonly Note[], now: number) => {
  const { legs } = harmless(notes.reduce(fold, emptyStanding()), now)
  return [...legs].filter(([, { dialog }]) => dialog !== undefined).map(([leg]) => leg)
}
const once = [memo(good), memo(bad), taken(1000), memo(good)]

t.test('a leg in whose hand voice died twice is not taken up a third time', async (t) => {
  t.same(goOn([memo(good), memo(bad)], 1000), [good, bad], 'one death may be chance')
  t.same(goOn([...once, memo(bad)], 2000), [good])
})

t.test('it is still known, so that its end can be told', async (t) => {
  const { legs } = harmless([...once, memo(bad)].reduce(fold, emptyStanding()), 2000)
  t.same(legs.get(bad), { arrived: false })
})

t.test('another leg in hand, or a death of long ago, is no suspicion', async (t) => {
  t.same(goOn(once, 2000), [good, bad])
  t.same(goOn([...once, memo(bad)], 100_000), [good, bad])
})
