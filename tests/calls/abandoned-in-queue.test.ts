import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test('a caller who gives up waiting is not offered to the agent who comes later', async (t) => {
  const stage = new Stage()
  const caller = stage.caller().waitsForSales()
  stage.passes(20)
  caller.hangsUp()
  t.match(stage.of('contact.ended'), [{ outcome: 'abandoned-in-queue' }])
  stage.agent('1001').isReady()
  stage.passes(60)
  t.equal(stage.of('contact.offered').length, 0)
})
