import t from 'tap'
import { named, type TrunkId } from '../../core/names.ts'
import { Stage } from '../../testkit/calls/stage.ts'
import { tenant } from '../../testkit/calls/tenant.ts'
import { mainTrunk, withTrunks } from './trunks.ts'

const main = named<TrunkId>('main')

t.test('a trunk’s own numbers lead to their flow, however the network writes them', async (t) => {
  for (const number of ['057188881234', '+8657188881234', '8657188881234', '88881234']) {
    const stage = new Stage(withTrunks())
    stage.caller().dials(number, { trunk: main })
    t.match(stage.of('contact.opened'), [
      { to: '+8657188881234', flow: 'hotline', trunk: 'main', from: '+8613800138000' },
    ])
  }
})

t.test(
  'the numbers of one trunk are nothing to another, and hotlines are everybody’s',
  async (t) => {
    const stage = new Stage(withTrunks())
    const stranger = stage.caller().dials('057188881234')
    t.equal(stranger.endedBy, 'unknown-number')
    stage.caller().dials('057188881234', { trunk: named('spare') })
    t.equal(stage.of('contact.opened').length, 0)
    stage.caller().dials('+8695000', { trunk: named('spare') })
    t.match(stage.of('contact.opened'), [{ to: '95000', flow: 'hotline', trunk: 'spare' }])
  },
)

t.test('a customer is one customer, whichever way a network writes the number', async (t) => {
  const [rule] = tenant.policy.queues
  const preferred = { ...tenant.policy, queues: [{ ...rule, preferredSeconds: 30 }] } as never
  const stage = new Stage(withTrunks({ ...tenant, policy: preferred }))
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const first = stage.caller('13800138000').dials('95000', { trunk: main }).presses('1', '1')
  stage.passes(5)
  first.hangsUp()
  anna.asks({ ask: 'wrapUp', contact: stage.contactOf(first), disposition: '', note: '' })
  const bert = stage.agent('1002').answersAfter(1).isReady()
  stage.caller('+8613800138000').dials('95000', { trunk: main }).presses('1', '1')
  stage.passes(5)
  t.match(stage.of('contact.offered')[1], { agent: '1001', reason: { rule: 'last-agent' } })
  t.equal(bert.leg, undefined)
})

t.test('an agent’s own customers are written in any form', async (t) => {
  const [anna, bert, ...others] = tenant.people
  if (!anna || !bert) throw new Error('nobody works here')
  const people = [anna, { ...bert, ownCustomers: ['138 0013 8000'] }, ...others]
  const queues = tenant.policy.queues.map((rule) => ({ ...rule, preferredSeconds: 30 }))
  const policy = { ...tenant.policy, queues }
  const stage = new Stage(withTrunks({ ...tenant, people, policy }))
  stage.agent('1001').isReady()
  stage.agent('1002').isReady()
  stage.caller('008613800138000').dials('95000', { trunk: main }).presses('1', '1')
  stage.passes(1)
  t.match(stage.of('contact.offered'), [{ agent: '1002', reason: { rule: 'own-agent' } }])
})

t.test(
  'who wants to stay hidden is told so, and the agent’s phone does not show the number',
  async (t) => {
    const stage = new Stage(withTrunks())
    const anna = stage.agent('1001').isReady()
    const diversions = [{ number: '057112345678', reason: 'no-answer' }]
    stage.caller().dials('95000', { trunk: main, anonymous: true, diversions }).presses('1', '1')
    stage.passes(1)
    t.match(stage.of('contact.opened'), [{ from: '+8613800138000', anonymous: true, diversions }])
    t.same(anna.ring?.caller, { number: 'anonymous', anonymous: true })
  },
)

t.test('voice is told of the trunks when they change, and when it begins anew', async (t) => {
  const stage = new Stage()
  const told = () => stage.orders.filter(({ effect }) => effect.do === 'setTrunks')
  t.equal(told().length, 0, 'there is nothing to tell')
  stage.put({ type: 'tenant.configured', tenant: withTrunks() })
  t.match(told().at(-1)?.effect, { unknownSources: 'accept', plan: { country: '86' } })
  stage.put({ type: 'tenant.configured', tenant: withTrunks({ ...tenant, hotlines: [] }) })
  t.equal(told().length, 1, 'hotlines are nothing to voice')
  stage.restartsVoice()
  t.match(told()[1]?.effect, { trunks: [{ id: 'main' }, { id: 'spare' }] })
  const refused = withTrunks(tenant, { trunks: [mainTrunk], unknownSources: 'reject' })
  stage.put({ type: 'tenant.configured', tenant: refused })
  t.match(told()[2]?.effect, { trunks: [{ id: 'main' }], unknownSources: 'reject' })
  stage.put({ type: 'tenant.configured', tenant })
  t.match(told()[3]?.effect, { trunks: [], unknownSources: 'accept' })
})
