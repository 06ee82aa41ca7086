import t from 'tap'
import { named } from '../../core/names.ts'
import { Stage } from '../../testkit/calls/stage.ts'
import { callbackRule, withSalesRule } from '../../testkit/calls/tenant.ts'

const tenant = withSalesRule({
  callback: { ...callbackRule, first: 'agent', attempts: 2 },
  wrapUpSeconds: 1,
})

/** A caller who is booked for a callback, and his phone. */
function booking() {
  const stage = new Stage(tenant)
  const caller = stage.caller().waitsForSales()
  caller.presses('1')
  stage.passes(5)
  return { stage, caller, customer: stage.phone('sip:13800138000@trunk') }
}

const endings = (stage: Stage) => stage.of('contact.ended')

t.test(
  'the agent answers first, hears the customer’s phone ring, and then the customer',
  async (t) => {
    const { stage, customer } = booking()
    customer.answersAfter(4)
    const anna = stage.agent('1001').answersAfter(2).isReady()
    t.match(anna.ring, { caller: { number: '13800138000' } })
    t.equal(customer.rings, 0)
    stage.passes(1.5)
    t.same(anna.hears(), ['tone/ringback'])
    t.ok(customer.leg)
    stage.passes(4)
    t.same([anna.hears(), customer.hears()], [[customer.leg], [anna.leg]])
    t.equal([...stage.sound.recordings.values()][0]?.left, customer.leg)
    anna.hangsUp()
    stage.passes(1)
    t.match(endings(stage), [{ outcome: 'handled' }])
    t.same(stage.openLegs(), [])
  },
)

t.test('an agent who is there before the words are over is rung at once', async (t) => {
  const stage = new Stage(tenant)
  const caller = stage.caller().waitsForSales()
  caller.presses('1')
  const customer = stage.phone('sip:13800138000@trunk').answersAfter(1)
  const anna = stage.agent('1001').answersAfter(1).isReady()
  t.equal(caller.endedBy, 'finished')
  stage.passes(3)
  t.same([anna.hears(), customer.hears()], [[customer.leg], [anna.leg]])
})

t.test('a customer who does not answer frees the agent, and is tried again', async (t) => {
  const { stage, customer } = booking()
  customer.failsWith('busy')
  const anna = stage.agent('1001').answersAfter(1).isReady()
  stage.passes(1)
  t.equal(anna.leg, undefined)
  t.equal(anna.state(), 'agent.becameReady')
  t.match(stage.of('agent.released'), [{ why: 'not-connected' }])
  stage.passes(301)
  t.equal(customer.rings, 2)
  t.match(endings(stage), [{ outcome: 'callback-failed', reason: 'busy' }])
  stage.passes(1)
  t.equal(anna.state(), 'agent.becameReady')
})

t.test('an agent who does not answer loses the callback to the next one', async (t) => {
  const { stage, customer } = booking()
  customer.answersAfter(1)
  const anna = stage.agent('1001').isReady().ignores()
  const bert = stage.agent('1002').isReady().answersAfter(1)
  stage.passes(13)
  t.equal(anna.state(), 'not ready: no-answer')
  t.equal(customer.rings, 0, 'the customer has not been troubled')
  stage.passes(4)
  t.same(customer.hears(), [bert.leg])
})

t.test('an agent who hangs up while the customer is called gives the callback back', async (t) => {
  const { stage, customer } = booking()
  const anna = stage.agent('1001').answersAfter(1).isReady()
  stage.passes(1)
  t.ok(customer.leg)
  anna.hangsUp()
  t.equal(customer.leg, undefined)
  t.equal(anna.state(), 'not ready: unreachable')
  customer.answersAfter(1)
  const bert = stage.agent('1002').answersAfter(1).isReady()
  stage.passes(4)
  t.same(customer.hears(), [bert.leg])
})

t.test('a callback that is cancelled frees the agent, whoever rings', async (t) => {
  for (const seconds of [0, 2]) {
    const { stage, caller } = booking()
    const anna = stage.agent('1001').answersAfter(1).isReady()
    stage.passes(seconds)
    const ask = { ask: 'cancelCallback', contact: stage.contactOf(caller) } as const
    stage.put({ type: 'agent.asked', agent: named('2001'), ask })
    stage.passes(1)
    t.match(endings(stage), [{ outcome: 'callback-cancelled' }])
    t.equal(anna.state(), 'agent.becameReady')
    t.same(stage.openLegs(), [])
  }
})
