import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test('a fact that voice delivers twice counts once', async (t) => {
  const stage = new Stage()
  const caller = stage.caller().dials()
  const digit = { type: 'leg.digit', leg: caller.leg, digit: '1' } as const
  stage.say(digit)
  const events = stage.events.length
  stage.repeatsLastFact(digit)
  t.equal(stage.events.length, events)
  t.same(caller.hears(), ['zh/menu'])
})
