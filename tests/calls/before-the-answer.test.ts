import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'
import { withEarly } from './early.ts'

const ordersOf = (stage: Stage) => stage.orders.map(({ effect }) => effect.do)

t.test('a flow speaks before the answer, and is answered where a key is wanted', async (t) => {
  const stage = new Stage(withEarly)
  const caller = stage.caller().dials('early-english')
  t.same(caller.hears(), ['en/please-wait'])
  t.same(ordersOf(stage), ['progress', 'play'])
  caller.presses('1')
  t.same(stage.of('contact.pressed'), [], 'a key is not heard yet')
  stage.passes(3)
  t.same(ordersOf(stage), ['progress', 'play', 'answer', 'play'])
  t.same(caller.hears(), ['en/menu'])
  t.match(stage.storyOf(caller).slice(0, 6), [
    'contact.opened',
    'contact.entered',
    'contact.switchedLanguage',
    'contact.entered',
    'contact.entered',
    'contact.answered',
  ])
  caller.presses('1')
  t.match(stage.of('contact.queued'), [{ queue: 'sales' }])
  t.same(caller.hears(), ['en/please-wait', 'en/next'])
})

t.test('a flow that hangs up before the answer refuses the call', async (t) => {
  const statuses = { 'early-goodbye': 480, 'early-moved': 410 }
  for (const [number, status] of Object.entries(statuses)) {
    const stage = new Stage(withEarly)
    const caller = stage.caller().dials(number)
    t.equal(caller.isOn, true, 'the words are said first')
    stage.passes(5)
    t.same(ordersOf(stage), ['progress', 'play', 'refuse'])
    t.match(stage.orders.at(-1)?.effect, { do: 'refuse', status, reason: 'finished' })
    t.equal(caller.isOn, false)
    t.match(stage.of('contact.ended'), [{ outcome: 'ended-in-flow' }])
    t.same(stage.of('contact.answered'), [])
  }
})

t.test('an early flow that needs the answer at once is answered at once', async (t) => {
  const stage = new Stage(withEarly)
  stage.caller().dials('early-sales')
  t.same(ordersOf(stage).slice(0, 2), ['progress', 'answer'])
  t.match(stage.of('contact.queued'), [{ queue: 'sales' }])
})

t.test('a caller who gives up before the answer has abandoned the flow', async (t) => {
  const stage = new Stage(withEarly)
  stage.caller().dials('early-english').hangsUp('cancelled')
  stage.passes(5)
  t.same(ordersOf(stage), ['progress', 'play'])
  t.match(stage.of('contact.ended'), [{ outcome: 'abandoned-in-flow', reason: 'cancelled' }])
})

t.test('a call whose offer cannot be served before the answer ends as refused', async (t) => {
  const stage = new Stage(withEarly)
  stage.caller().dials('early-english').hangsUp('no-common-codec')
  t.match(stage.of('contact.ended'), [{ outcome: 'refused', reason: 'no-common-codec' }])
})

t.test('a flow that is taken away under an early caller ends in 500', async (t) => {
  const stage = new Stage(withEarly)
  stage.caller().dials('early-english')
  stage.put({ type: 'tenant.configured', tenant: { ...withEarly, flows: [] } })
  stage.passes(5)
  t.match(stage.orders.at(-1)?.effect, { do: 'refuse', status: 500, reason: 'flow-failed' })
  t.match(stage.of('contact.ended'), [{ outcome: 'failed' }])
})

t.test('a flow that is taken away while the answer comes ends as failed', async (t) => {
  const stage = new Stage(withEarly)
  const caller = stage.caller()
  caller.isOn = true
  const call = { type: 'leg.arrived', leg: caller.leg, number: 'early-sales' } as const
  stage.say({ ...call, from: '1', via: 'sip' })
  stage.put({ type: 'tenant.configured', tenant: { ...withEarly, flows: [] } })
  stage.say({ type: 'leg.digit', leg: caller.leg, digit: '1' })
  stage.passes(1)
  t.same(ordersOf(stage), ['progress', 'answer', 'hangUp'])
  t.match(stage.of('contact.ended'), [{ outcome: 'failed', reason: 'flow-failed' }])
})

t.test('a call from the web is answered first', async (t) => {
  const stage = new Stage(withEarly)
  const caller = stage.caller()
  caller.isOn = true
  const call = { type: 'leg.arrived', leg: caller.leg, number: 'early-english' } as const
  stage.say({ ...call, from: 'web-1', via: 'web' })
  stage.passes(1)
  t.same(ordersOf(stage), ['answer', 'play'])
  t.same(caller.hears(), ['en/please-wait'])
})

t.test('a centre that dies before the answer goes on with the flow', async (t) => {
  const stage = new Stage(withEarly)
  const caller = stage.caller().dials('early-english')
  stage.takesSnapshot()
  stage.killsCentreInNextTurn()
  stage.passes(5)
  stage.restartsCentre()
  stage.passes(1)
  t.same(caller.hears(), ['en/menu'])
})
