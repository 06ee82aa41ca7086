import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test('an unknown number is refused with its reason in the stream', async (t) => {
  const stage = new Stage()
  const caller = stage.caller().dials('12345')
  t.equal(caller.endedBy, 'unknown-number')
  t.match(stage.orders.at(-1)?.effect, { do: 'refuse', status: 404 })
  t.match(stage.of('contact.refused'), [{ to: '12345', reason: 'unknown-number' }])
  t.match(stage.of('contact.ended'), [{ outcome: 'refused' }])
})

t.test('an offer without a common codec ends as refused', async (t) => {
  const stage = new Stage()
  const caller = stage.caller()
  caller.isOn = true
  stage.say({ type: 'leg.arrived', leg: caller.leg, number: '95000', from: '1', via: 'sip' })
  caller.ends('no-common-codec')
  t.match(stage.of('contact.ended'), [{ outcome: 'refused', reason: 'no-common-codec' }])
})

t.test('events of legs and agents that nobody knows change nothing', async (t) => {
  const stage = new Stage()
  const before = stage.orders.length
  stage.say({ type: 'leg.ended', leg: 'ghost' as never, reason: 'hung-up' })
  stage.say({ type: 'leg.digit', leg: 'ghost' as never, digit: '1' })
  stage.put({ type: 'agent.asked', agent: '9999' as never, ask: { ask: 'ready' } })
  t.equal(stage.orders.length, before)
  t.match(stage.of('ask.refused'), [{ agent: '9999' }])
})
