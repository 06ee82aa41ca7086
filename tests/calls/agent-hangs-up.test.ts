import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test('an agent who hangs up ends the call, by phone or by the desk', async (t) => {
  for (const way of ['phone', 'desk'] as const) {
    const stage = new Stage()
    const anna = stage.agent('1001').answersAfter(1).isReady()
    const caller = stage.caller().waitsForSales()
    stage.passes(5)
    if (way === 'phone') anna.hangsUp()
    else anna.asks({ ask: 'hangUp', contact: stage.contactOf(caller) })
    stage.passes(1)
    t.equal(caller.endedBy, 'finished', way)
    t.equal(anna.leg, undefined)
    t.match(stage.of('contact.ended'), [{ outcome: 'handled' }])
  }
})
