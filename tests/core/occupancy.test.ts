import t from 'tap'
import { occupancy } from '../../core/occupancy.ts'

t.test('occupancy is talk and wrap-up over the time on duty', async (t) => {
  t.equal(occupancy({ readyMs: 25, talkMs: 60, wrapUpMs: 15 }), 0.75)
  t.equal(occupancy({ readyMs: 0, talkMs: 1, wrapUpMs: 0 }), 1)
  t.equal(occupancy({ readyMs: 10, talkMs: 0, wrapUpMs: 0 }), 0)
})

t.test('before any time on duty there is no occupancy', async (t) => {
  t.equal(occupancy({ readyMs: 0, talkMs: 0, wrapUpMs: 0 }), undefined)
})
