import t from 'tap'
import { type LegId, named } from '../../../core/names.ts'
import { createCallLimits } from '../../../sip/trunk/call-limits.ts'

const [first, second, third] = ['1', '2', '3'].map((id) => named<LegId>(id)) as [
  LegId,
  LegId,
  LegId,
]

t.test('calls that were resumed count against the limits, and are never refused', async (t) => {
  const load = createCallLimits({ calls: 1, callsPerSecond: 1 }, () => 0)
  load.keep(first)
  load.keep(second)
  t.notOk(load.take(third), 'full')
  load.release(first)
  t.notOk(load.take(third), 'still full')
  load.release(second)
  t.ok(load.take(third), 'what was kept did not begin within this second')
})
