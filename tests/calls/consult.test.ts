import t from 'tap'
import { named, type TrunkId } from '../../core/names.ts'
import { Stage } from '../../testkit/calls/stage.ts'
import { mainTrunk, spareTrunk, withTrunks } from './trunks.ts'

const main = named<TrunkId>('main')
const number = '139 0013 9000'
const byMain = 'main/13900139000'

/** Anna talks; Bert is ready, Cleo is there and has a break. */
const talking = (house = withTrunks()) => {
  const stage = new Stage(house)
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const caller = stage.caller().dials('95000', { trunk: main }).presses('1', '1')
  stage.passes(5)
  const bert = stage.agent('1002').answersAfter(2).isReady()
  const contact = stage.contactOf(caller)
  return { stage, anna, bert, caller, contact }
}

const consultingBert = () => {
  const all = talking()
  all.anna.asks({ ask: 'consult', contact: all.contact, to: { agent: all.bert.id } })
  return all
}

t.test('a colleague is consulted while the customer hears music', async (t) => {
  const { stage, anna, bert, caller } = consultingBert()
  t.same(caller.hears(), ['music/default'])
  t.same(anna.hears(), ['tone/ringback'])
  t.match(stage.of('consult.offered'), [{ agent: '1002', by: '1001' }])
  stage.passes(3)
  t.same(anna.hears(), [bert.leg])
  t.same(bert.hears(), [anna.leg])
  t.same(caller.hears(), ['music/default'])
  const recordings = [...stage.sound.recordings.values()]
  t.match(recordings, [{ left: caller.leg, right: [] }], 'nobody else hears what they say')
})

t.test('completed, the customer is the colleague’s, and both wrap up', async (t) => {
  const { stage, anna, bert, caller, contact } = consultingBert()
  stage.passes(3)
  anna.asks({ ask: 'completeTransfer', contact })
  t.same(caller.hears(), [bert.leg])
  t.same(bert.hears(), [caller.leg])
  t.equal(anna.leg, undefined)
  t.match(stage.of('contact.transferred'), [{ agent: '1001', to: { agent: '1002' } }])
  t.match(stage.of('contact.handedOver'), [{ from: '1001', agent: '1002', queue: 'sales' }])
  t.match([...stage.sound.recordings.values()], [{ right: [bert.leg] }])
  stage.passes(10)
  caller.hangsUp()
  const released = stage.of('agent.released').map(({ agent, why }) => `${agent} ${why}`)
  t.same(released, ['1001 talked', '1002 talked'])
  t.match(stage.of('contact.ended'), [{ outcome: 'handled' }])
  t.equal(stage.of('contact.connected').length, 1, 'answered once')
  stage.passes(60)
  t.equal(anna.state(), 'agent.becameReady')
  t.equal(bert.state(), 'agent.becameReady')
})

t.test(
  'back to the customer: the colleague is free and was never busy with a contact',
  async (t) => {
    const { stage, anna, bert, caller, contact } = consultingBert()
    stage.passes(3)
    anna.asks({ ask: 'reconnect', contact })
    t.same(caller.hears(), [anna.leg])
    t.equal(bert.leg, undefined)
    t.equal(bert.state(), 'agent.becameReady')
    t.equal(stage.of('agent.released').length, 0)
    t.match([...stage.sound.recordings.values()], [{ right: [anna.leg] }])
    caller.hangsUp()
    t.same(stage.openLegs(), [])
  },
)

t.test('a colleague who does not answer leaves the customer on hold', async (t) => {
  const { stage, anna, bert, caller, contact } = talking()
  bert.ignores()
  anna.asks({ ask: 'consult', contact, to: { agent: bert.id } })
  stage.passes(20)
  t.match(stage.of('consult.ended'), [{ reason: 'no-answer', agent: '1002' }])
  t.same(caller.hears(), ['music/default'])
  t.equal(bert.state(), 'agent.becameReady', 'and has not missed anything')
  anna.asks({ ask: 'resume', contact })
  t.same(caller.hears(), [anna.leg])
})

t.test('a colleague who is being consulted is offered nothing else', async (t) => {
  const { stage, anna, bert, contact } = consultingBert()
  const next = stage.caller('13911111111').waitsForSales()
  stage.passes(10)
  t.match(next.hears(), ['music/default'])
  t.equal(stage.of('contact.offered').length, 1)
  anna.asks({ ask: 'reconnect', contact })
  stage.passes(4)
  t.same(next.hears(), [bert.leg])
})

t.test('who serves somebody, or is not there, can not be consulted', async (t) => {
  const { stage, anna, bert, contact } = talking()
  stage.caller('13911111111').waitsForSales()
  stage.passes(5)
  t.ok(bert.isTalking)
  anna.asks({ ask: 'consult', contact, to: { agent: bert.id } })
  anna.asks({ ask: 'consult', contact, to: { agent: named('2001') } })
  anna.asks({ ask: 'consult', contact, to: { agent: named('1001') } })
  anna.asks({ ask: 'consult', contact, to: { agent: named('nobody') } })
  const reasons = stage.of('ask.refused').map(({ reason }) => reason)
  t.same(reasons, ['busy', 'unreachable', 'not-possible-now', 'not-possible-now'])
})

t.test('a colleague on a break can be asked, and has his break again', async (t) => {
  const { stage, anna, contact, bert } = talking()
  bert.asks({ ask: 'notReady', reason: 'meal' })
  anna.asks({ ask: 'consult', contact, to: { agent: bert.id } })
  stage.passes(3)
  t.same(anna.hears(), [bert.leg])
  bert.hangsUp()
  t.equal(bert.state(), 'not ready: meal')
  anna.asks({ ask: 'consult', contact, to: { agent: bert.id } })
  stage.passes(3)
  anna.asks({ ask: 'completeTransfer', contact })
  stage.passes(5)
  bert.asks({ ask: 'hangUp', contact }).asks({ ask: 'wrapUp', contact, disposition: '', note: '' })
  t.equal(bert.state(), 'not ready: meal')
})

t.test('completed while it still rings, the customer waits for the colleague', async (t) => {
  const { stage, anna, bert, caller, contact } = talking()
  bert.ignores()
  anna.asks({ ask: 'consult', contact, to: { agent: bert.id } })
  bert.answersAfter(1)
  anna.asks({ ask: 'completeTransfer', contact })
  t.match(stage.of('consult.ended'), [{ reason: 'elsewhere' }])
  stage.passes(20)
  t.same(caller.hears(), [bert.leg])
  t.equal(stage.of('agent.released')[0]?.agent, '1001')
})

t.test('the customer hangs up: the consultation is over for all', async (t) => {
  const { stage, anna, bert, caller } = consultingBert()
  stage.passes(3)
  caller.hangsUp()
  stage.passes(1)
  t.same(stage.openLegs(), [])
  t.match(stage.of('contact.ended'), [{ outcome: 'handled', reason: 'hung-up' }])
  t.equal(bert.state(), 'agent.becameReady')
  t.equal(anna.state(), 'agent.released')
})

t.test(
  'an agent who hangs up in the consultation leaves the customer to the colleague',
  async (t) => {
    const { stage, anna, bert, caller } = consultingBert()
    stage.passes(3)
    anna.hangsUp()
    t.same(caller.hears(), [bert.leg])
  },
)

t.test('an agent whose line is lost is waited for, and the colleague is free', async (t) => {
  const { stage, anna, bert, caller } = consultingBert()
  stage.passes(3)
  anna.hangsUp('media-lost')
  t.equal(bert.state(), 'agent.becameReady')
  t.same(stage.of('contact.agentLost').length, 1)
  stage.passes(2)
  t.same(caller.hears(), [anna.leg])
})

t.test('a number outside is consulted, and then talks to the customer', async (t) => {
  const { stage, anna, caller, contact } = talking()
  const phone = stage.phone(byMain).answersAfter(2)
  anna.asks({ ask: 'consult', contact, to: { number } })
  t.same(phone.ring?.caller, { number: '95000' }, 'who calls is us')
  stage.passes(3)
  t.same(anna.hears(), [phone.leg])
  t.same(caller.hears(), ['music/default'])
  anna.asks({ ask: 'digits', contact, digits: '5' })
  stage.say({ type: 'leg.digit', leg: anna.leg ?? named('none'), digit: '7' })
  t.match(stage.orders.at(-1)?.effect, { do: 'sendDigits', leg: phone.leg, digits: '7' })
  anna.asks({ ask: 'completeTransfer', contact })
  t.same(caller.hears(), [phone.leg])
  t.equal(stage.sound.recordings.size, 0, 'who is outside does not know of a recording')
  t.match(stage.of('contact.diverted'), [{ number }])
  phone.hangsUp()
  stage.passes(1)
  t.match(stage.of('contact.ended'), [{ outcome: 'handled' }])
  t.same(stage.openLegs(), [])
})

t.test('where the network does so, it joins the two itself, and we leave', async (t) => {
  const trunks = [{ ...mainTrunk, transfer: 'refer' } as const, spareTrunk]
  for (const [status, isOver] of [
    [200, true],
    [603, false],
  ] as const) {
    const { stage, anna, caller, contact } = talking(withTrunks(undefined, { trunks }))
    stage.networksAnswerReferrals(status)
    const phone = stage.phone(byMain).answersAfter(2)
    anna.asks({ ask: 'consult', contact, to: { number } })
    stage.passes(3)
    const { leg } = phone
    anna.asks({ ask: 'completeTransfer', contact })
    const order = stage.orders.find(({ effect }) => effect.do === 'refer')
    const to = { digits: '13900139000' }
    t.match(order, { effect: { leg: caller.leg, to, replaces: leg } })
    stage.passes(1)
    t.equal(caller.isOn, !isOver)
    if (!isOver) t.same(caller.hears(), [phone.leg], 'they talk all the same')
  }
})

t.test('completed while it rings outside, it rings on for the customer', async (t) => {
  const { stage, anna, caller, contact } = talking()
  const phone = stage.phone(byMain).answersAfter(10)
  anna.asks({ ask: 'consult', contact, to: { number } })
  anna.asks({ ask: 'completeTransfer', contact })
  t.equal(anna.leg, undefined)
  t.same(caller.hears(), ['music/default'])
  stage.passes(11)
  t.same(caller.hears(), [phone.leg])
})

t.test('what must not be called is refused, and the talk goes on', async (t) => {
  const { stage, anna, caller, contact } = talking()
  anna.asks({ ask: 'consult', contact, to: { number: '0033123456789' } })
  anna.asks({ ask: 'consult', contact, to: { number: 'anna' } })
  t.match(stage.of('ask.refused'), [
    { ask: 'consult', reason: 'country-not-allowed' },
    { ask: 'consult', reason: 'not-a-number' },
  ])
  t.same(caller.hears(), [anna.leg])
})

t.test('the second trunk is consulted by when the first fails; then nobody', async (t) => {
  const { stage, anna, caller, contact } = talking()
  stage.phone(byMain).failsWith('trunk-down')
  const spare = stage.phone('spare/+8613900139000')
  anna.asks({ ask: 'consult', contact, to: { number } })
  stage.passes(1)
  t.equal(spare.rings, 1)
  if (spare.leg) spare.ends(spare.leg, 'trunk-failed')
  t.match(stage.of('consult.ended'), [{ reason: 'trunk-failed', number }])
  t.same(caller.hears(), ['music/default'])
})

t.test('killed in the consultation: nothing of it is lost', async (t) => {
  const { stage, anna, bert, caller, contact } = talking()
  stage.takesSnapshot()
  stage.killsCentreInNextTurn()
  anna.asks({ ask: 'consult', contact, to: { agent: bert.id } })
  stage.restartsCentre()
  stage.passes(1)
  stage.killsCentre()
  stage.passes(3)
  stage.restartsCentre()
  t.same(anna.hears(), [bert.leg])
  anna.comesBack()
  bert.comesBack()
  stage.killsCentreInNextTurn()
  anna.asks({ ask: 'completeTransfer', contact })
  stage.restartsCentre()
  stage.passes(1)
  t.same(caller.hears(), [bert.leg])
})
