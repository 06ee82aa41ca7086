import t from 'tap'
import { named } from '../../core/names.ts'
import type { CallerOnStage } from '../../testkit/calls/people.ts'
import { Stage } from '../../testkit/calls/stage.ts'
import { callbackRule, withSalesRule } from '../../testkit/calls/tenant.ts'

const tenant = withSalesRule({ callback: callbackRule })
const minute = 60

/** A caller who waits for sales and asks for a callback; his phone, when it is called back. */
function booking(stage: Stage, number = '13800138000') {
  const caller = stage.caller(number).waitsForSales()
  caller.presses('1')
  stage.passes(5)
  return { caller, customer: stage.phone(`sip:${number}@trunk`) }
}

const endings = (stage: Stage) => stage.of('contact.ended')

t.test('a caller books a callback by a key, and is called when an agent is free', async (t) => {
  const stage = new Stage(tenant)
  const caller = stage.caller().waitsForSales()
  t.same(caller.hears().slice(-2), ['zh/callback-offer', 'zh/number/1'])
  caller.presses('1')
  t.same(caller.hears(), ['zh/callback-booked'])
  stage.passes(5)
  t.equal(caller.endedBy, 'finished')
  t.match(stage.of('callback.booked'), [{ number: '13800138000', queue: 'sales' }])
  t.same(endings(stage), [], 'the contact lives on')

  stage.passes(10 * minute)
  const customer = stage.phone('sip:13800138000@trunk').answersAfter(3)
  const anna = stage.agent('1001').answersAfter(2).isReady()
  t.match(customer.ring, { caller: { number: '95000' }, to: { uri: 'sip:13800138000@trunk' } })
  t.equal(anna.leg, undefined, 'the agent is not troubled before the customer is there')
  stage.passes(3)
  t.same(customer.hears(), ['zh/callback-greeting'])
  t.ok(anna.leg, 'now the agent rings')
  stage.passes(2)
  t.same(customer.hears(), [anna.leg])
  t.same(anna.hears(), [customer.leg])
  const [first, again] = stage.of('contact.queued')
  t.equal(again?.since, first?.since, 'the age is kept')
  t.equal(stage.sound.recordings.get(stage.contactOf(caller))?.left, customer.leg)
  customer.hangsUp()
  stage.passes(1)
  t.match(endings(stage), [{ outcome: 'handled' }])
  t.same(stage.openLegs(), [])
})

t.test('a caller who hangs up during the words stays booked', async (t) => {
  const stage = new Stage(tenant)
  const caller = stage.caller().waitsForSales()
  caller.presses('1')
  caller.hangsUp()
  t.same(endings(stage), [])
  stage.agent('1001').isReady()
  t.equal(stage.phone('sip:13800138000@trunk').rings, 1)
})

t.test(
  'an agent who becomes free during the words: the customer is dialled after them',
  async (t) => {
    const stage = new Stage(tenant)
    const caller = stage.caller().waitsForSales()
    caller.presses('1')
    stage.agent('1001').isReady()
    const customer = stage.phone('sip:13800138000@trunk')
    t.equal(customer.rings, 0, 'his line is not free yet')
    stage.passes(5)
    t.equal(customer.rings, 1)
  },
)

t.test('the same number twice is one callback', async (t) => {
  const stage = new Stage(tenant)
  const { caller } = booking(stage)
  const again = stage.caller().waitsForSales()
  again.presses('1')
  t.same(again.hears(), ['zh/callback-booked'], 'to the customer it is the same')
  stage.passes(5)
  t.match(stage.of('callback.merged'), [{ into: stage.contactOf(caller) }])
  t.match(endings(stage), [{ contact: stage.contactOf(again), outcome: 'callback-merged' }])
  stage.agent('1001').isReady()
  t.equal(stage.phone('sip:13800138000@trunk').rings, 1)
})

for (const number of ['anonymous', '', 'li.lei'])
  t.test(`who calls as “${number}” can not be called back, and waits on`, async (t) => {
    const stage = new Stage(tenant)
    const caller = stage.caller(number).waitsForSales()
    t.notOk(caller.hears().includes('zh/callback-offer'))
    caller.presses('1')
    t.same(caller.hears(), ['zh/callback-not-possible'])
    stage.passes(5)
    t.same(caller.hears(), ['music/default'])
    const anna = stage.agent('1001').answersAfter(1).isReady()
    stage.passes(1)
    t.same(caller.hears(), [anna.leg])
  })

t.test('separators are left out of the number that is dialled, and a # is escaped', async (t) => {
  const stage = new Stage(tenant)
  stage.caller('+86 (10) 6552-9988').waitsForSales().presses('1')
  stage.caller('*31#555').waitsForSales().presses('1')
  stage.passes(5)
  const uris = ['1001', '1002'].map((id) => {
    stage.agent(id).isReady()
    const ring = stage.orders.findLast(({ effect }) => effect.do === 'ring')?.effect
    return ring?.do === 'ring' && 'uri' in ring.to ? ring.to.uri : ''
  })
  t.same(uris, ['sip:+861065529988@trunk', 'sip:*31%23555@trunk'])
})

t.test('a customer who does not answer is dialled again, and given up in the end', async (t) => {
  const stage = new Stage(tenant)
  stage.agent('1001').isReady().asks({ ask: 'notReady', reason: 'break' })
  const { customer } = booking(stage)
  customer.failsWith('busy')
  stage.agent('1001').asks({ ask: 'ready' })
  t.equal(customer.rings, 1)
  t.match(stage.of('callback.missed'), [{ attempt: 1, reason: 'busy' }])
  stage.passes(299)
  t.equal(customer.rings, 1)
  customer.ignores()
  stage.passes(2)
  t.equal(customer.rings, 2)
  stage.passes(26)
  t.match(stage.of('callback.missed')[1], { attempt: 2, reason: 'no-answer' })
  t.equal(customer.leg, undefined, 'it does not ring on')
  stage.passes(301 + 26)
  t.match(stage.of('callback.missed')[2], { attempt: 3, reason: 'no-answer' })
  t.notOk(stage.of('callback.missed')[2]?.retryAt)
  t.match(endings(stage), [{ outcome: 'callback-failed', reason: 'no-answer' }])
  t.equal(stage.agent('1001').state(), 'agent.becameReady', 'the agent was never troubled')
})

t.test('a callback whose window is over is given up', async (t) => {
  const stage = new Stage(tenant)
  const { customer } = booking(stage)
  stage.passes(7200)
  t.match(endings(stage), [{ outcome: 'callback-failed', reason: 'expired' }])
  stage.agent('1001').isReady()
  t.equal(customer.rings, 0)
})

t.test('a supervisor cancels a callback, even while it rings', async (t) => {
  const stage = new Stage(tenant)
  const cancel = (caller: CallerOnStage) => {
    const ask = { ask: 'cancelCallback', contact: stage.contactOf(caller) } as const
    stage.put({ type: 'agent.asked', agent: named('2001'), ask })
    stage.passes(1)
  }
  const quiet = booking(stage, '10001')
  cancel(quiet.caller)
  const rung = booking(stage, '10002')
  stage.agent('1001').isReady()
  t.ok(rung.customer.leg)
  cancel(rung.caller)
  t.equal(rung.customer.leg, undefined)
  t.equal(quiet.customer.rings, 0)
  t.match(endings(stage), [{ outcome: 'callback-cancelled' }, { outcome: 'callback-cancelled' }])
})

t.test('a customer who is called back and hangs up has abandoned the queue', async (t) => {
  const stage = new Stage(tenant)
  const { customer } = booking(stage)
  customer.answersAfter(1)
  stage.agent('1001').isReady()
  stage.passes(3)
  customer.hangsUp()
  stage.passes(1)
  t.match(endings(stage), [{ outcome: 'abandoned-in-queue' }])
  t.same(stage.openLegs(), [])
  t.equal(stage.agent('1001').state(), 'agent.becameReady')
})

t.test('where all are busy for long, the queue offers the callback by itself', async (t) => {
  const limits = [{ when: 'size', above: 0, to: { callback: true } }] as const
  const stage = new Stage(withSalesRule({ callback: callbackRule, limits }))
  const caller = stage.caller().waitsForSales()
  t.same(caller.hears(), ['zh/busy-now', 'zh/callback-booked'])
  const hidden = stage.caller('anonymous').waitsForSales()
  t.same(hidden.hears(), ['zh/busy-now', 'zh/callback-not-possible', 'zh/goodbye'])
  stage.passes(10)
  t.match(endings(stage), [{ outcome: 'turned-away', reason: 'not-possible-now' }])
})
