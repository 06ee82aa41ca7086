import t from 'tap'
import { type LegId, named, type TrunkId } from '../../core/names.ts'
import { Stage } from '../../testkit/calls/stage.ts'
import { mainTrunk, spareTrunk, withTrunks } from './trunks.ts'

const main = named<TrunkId>('main')
const number = '13900139000'
const byMain = 'main/13900139000'

const talking = (house = withTrunks()) => {
  const stage = new Stage(house)
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const caller = stage.caller().dials('95000', { trunk: main }).presses('1', '1')
  stage.passes(5)
  const contact = stage.contactOf(caller)
  return { stage, anna, caller, contact, phone: stage.phone(byMain) }
}

t.test(
  'a blind transfer outside: the agent is done, the customer hears it ring, and talks',
  async (t) => {
    const { stage, anna, caller, contact, phone } = talking()
    phone.answersAfter(5)
    anna.asks({ ask: 'transfer', contact, to: { number } })
    t.equal(anna.leg, undefined)
    t.same(caller.hears(), ['music/default'])
    t.match(phone.ring?.caller, { number: '13800138000' }, 'who is transferred shows himself')
    t.equal(stage.sound.recordings.size, 0)
    t.match(stage.of('contact.transferred'), [{ agent: '1001', to: { number } }])
    t.match(stage.of('outbound.requested'), [{ by: '1001', why: 'transfer' }])
    stage.passes(6)
    t.same(caller.hears(), [phone.leg])
    caller.hangsUp()
    stage.passes(1)
    t.match(stage.of('contact.ended'), [{ outcome: 'handled', reason: 'hung-up' }])
    t.same(stage.openLegs(), [])
  },
)

for (const reason of ['busy', 'no-answer'] as const)
  t.test(`nobody is reached (${reason}): the agent who knows the customer is first`, async (t) => {
    const { stage, anna, caller, contact, phone } = talking()
    if (reason === 'busy') phone.failsWith('busy')
    anna.asks({ ask: 'transfer', contact, to: { number } })
    anna.asks({ ask: 'wrapUp', contact, disposition: '', note: '' })
    stage.passes(reason === 'busy' ? 3 : 63)
    t.same(caller.hears(), [anna.leg])
    t.match(stage.of('contact.offered')[1], { agent: '1001', reason: { rule: 'asked-for' } })
  })

t.test('a number that must not be called is refused, and the talk goes on', async (t) => {
  const { stage, anna, caller, contact } = talking()
  anna.asks({ ask: 'transfer', contact, to: { number: '0033123456789' } })
  t.match(stage.of('ask.refused'), [{ ask: 'transfer', reason: 'country-not-allowed' }])
  t.same(caller.hears(), [anna.leg])
  t.equal(stage.of('agent.released').length, 0)
})

t.test('the customer’s own network leads him to the number, or we bridge', async (t) => {
  const trunks = [{ ...mainTrunk, transfer: 'refer' } as const, spareTrunk]
  for (const status of [200, 404]) {
    const { stage, anna, caller, contact, phone } = talking(withTrunks(undefined, { trunks }))
    stage.networksAnswerReferrals(status)
    phone.answersAfter(1)
    anna.asks({ ask: 'transfer', contact, to: { number } })
    stage.passes(3)
    t.equal(phone.rings, status === 200 ? 0 : 1)
    t.equal(caller.isOn, status !== 200)
    if (status === 404) t.same(caller.hears(), [phone.leg])
    else t.match(stage.of('contact.ended'), [{ outcome: 'handled', reason: 'transferred' }])
  }
})

t.test('a customer who hangs up while it rings outside was handled', async (t) => {
  const { stage, anna, caller, contact } = talking()
  anna.asks({ ask: 'transfer', contact, to: { number } })
  stage.passes(3)
  caller.hangsUp()
  stage.passes(1)
  t.match(stage.of('contact.ended'), [{ outcome: 'handled' }])
  t.same(stage.openLegs(), [])
})

t.test('the transfer key of an agent’s own phone does the same', async (t) => {
  const settled = (stage: Stage) =>
    stage.orders.flatMap(({ effect }) => (effect.do === 'settleReferral' ? effect.status : []))
  for (const [to, status, hears] of [
    [number, 200, 'music/default'],
    ['1002', 200, 'zh/please-wait'],
    ['0033123456789', 403, 'anna'],
    ['nobody', 404, 'anna'],
  ] as const) {
    const { stage, anna, caller } = talking()
    const leg = anna.leg ?? named<LegId>('none')
    stage.say({ type: 'leg.referred', leg, to })
    stage.passes(1)
    t.same(settled(stage), [status], to)
    t.equal(caller.hears()[0], hears === 'anna' ? leg : hears)
  }
})

t.test('attended, from his own phone, too', async (t) => {
  const { stage, anna, caller, contact, phone } = talking()
  phone.answersAfter(1)
  anna.asks({ ask: 'consult', contact, to: { number } })
  stage.passes(2)
  const leg = anna.leg ?? named<LegId>('none')
  stage.say({ type: 'leg.referred', leg, to: number, replaces: leg })
  t.same(caller.hears(), [phone.leg])
  t.ok(stage.orders.some(({ effect }) => effect.do === 'settleReferral' && effect.status === 200))
})

t.test('a customer’s phone leads nobody anywhere', async (t) => {
  const { stage, caller } = talking()
  stage.say({ type: 'leg.referred', leg: caller.leg, to: number })
  t.match(stage.orders.at(-1)?.effect, { do: 'settleReferral', leg: caller.leg, status: 603 })
  t.equal(stage.of('outbound.requested').length, 0)
})

t.test('killed as the transfer is asked for: it is made once, after the restart', async (t) => {
  const { stage, anna, caller, contact, phone } = talking()
  phone.answersAfter(1)
  stage.killsCentreInNextTurn()
  anna.asks({ ask: 'transfer', contact, to: { number } })
  t.ok(anna.leg)
  stage.restartsCentre()
  stage.passes(3)
  t.equal(phone.rings, 1)
  t.same(caller.hears(), [phone.leg])
})
