import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test('a caller who hangs up in the menu leaves nothing behind', async (t) => {
  const stage = new Stage()
  const caller = stage.caller().dials().presses('1')
  caller.hangsUp()
  t.match(stage.of('contact.ended'), [{ outcome: 'abandoned-in-flow' }])
  stage.passes(60)
  t.equal(stage.of('contact.ended').length, 1)
  t.equal(stage.of('timer.fired').length, 0, 'no clock of the flow runs on')
})

t.test('a caller who hangs up before the answer arrives is closed as well', async (t) => {
  const stage = new Stage()
  const caller = stage.caller()
  stage.say({ type: 'leg.arrived', leg: caller.leg, number: '95000', from: '1', via: 'sip' })
  stage.say({ type: 'leg.ended', leg: caller.leg, reason: 'cancelled' })
  t.match(stage.of('contact.ended'), [{ outcome: 'abandoned-in-flow', reason: 'cancelled' }])
})
