import t from 'tap'
import { type LegId, named } from '../../../core/names.ts'
import type { CheckpointEntry } from '../../../voice/checkpoint/checkpoint-entry.ts'
import { skipCrashingLegs } from '../../../voice/checkpoint/skip-crashing-legs.ts'
import { emptyState, foldEntry } from '../../../voice/checkpoint/voice-state.ts'

const [bad, good] = [named<LegId>('bad'), named<LegId>('good')]
const arrival = (leg: LegId): CheckpointEntry => ({
  entry: 'signalling',
  checkpoint: { leg, dialog: { is: 'arrived', callId: leg } },
})
const resumed = (at: number): CheckpointEntry => ({ entry: 'resumed', at })
/** The legs that go on, of a process that died at `now`. */
const goOn = (entries: readonly CheckpointEntry[], now: number) => {
  const { legs } = skipCrashingLegs(entries.reduce(foldEntry, emptyState()), now)
  return [...legs].filter(([, { dialog }]) => dialog !== undefined).map(([leg]) => leg)
}
const once = [arrival(good), arrival(bad), resumed(1000), arrival(good)]

t.test('a leg in whose hand voice died twice is not resumed up a third time', async (t) => {
  t.same(goOn([arrival(good), arrival(bad)], 1000), [good, bad], 'one crash may be chance')
  t.same(goOn([...once, arrival(bad)], 2000), [good])
})

t.test('it is still known, so that its end can be told', async (t) => {
  const { legs } = skipCrashingLegs([...once, arrival(bad)].reduce(foldEntry, emptyState()), 2000)
  t.same(legs.get(bad), { arrived: false })
})

t.test('another leg in hand, or a crash of long ago, is no suspicion', async (t) => {
  t.same(goOn(once, 2000), [good, bad])
  t.same(goOn([...once, arrival(bad)], 100_000), [good, bad])
})
