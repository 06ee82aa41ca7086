import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'
import { tenant } from '../../testkit/calls/tenant.ts'

const agents = { ...tenant.policy.agents, missesToNotReady: 3 }
const patient = { ...tenant, policy: { ...tenant.policy, agents } }

t.test('an agent is rung again after a pause, and not ready after three misses', async (t) => {
  const stage = new Stage(patient)
  const anna = stage.agent('1001').isReady().ignores()
  const caller = stage.caller().waitsForSales()
  stage.passes(16)
  t.equal(stage.of('agent.missed').length, 1)
  t.match(stage.of('agent.spared'), [{ agent: anna.id, why: 'after-miss' }])
  t.equal(anna.leg, undefined, 'left alone for a while')
  stage.passes(10)
  t.ok(anna.leg, 'rung again')
  stage.passes(50)
  t.equal(stage.of('agent.missed').length, 3)
  t.equal(anna.state(), 'not ready: no-answer')
  t.equal(caller.isOn, true)
  const since = stage.of('contact.queued').map((event) => event.since)
  t.equal(new Set(since).size, 1, 'the caller never lost his age')
})

t.test('a colleague serves the caller while she rests', async (t) => {
  const stage = new Stage(patient)
  const anna = stage.agent('1001').isReady().failsWith('rejected')
  const bert = stage.agent('1002').isReady().answersAfter(1)
  const caller = stage.caller().waitsForSales()
  stage.passes(2)
  t.same(caller.hears(), [bert.leg])
  t.equal(anna.state(), 'agent.becameReady')
})
