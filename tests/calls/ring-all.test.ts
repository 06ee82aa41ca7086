import t from 'tap'
import type { AgentOnStage } from '../../testkit/calls/people.ts'
import { Stage } from '../../testkit/calls/stage.ts'
import { withSalesRule } from '../../testkit/calls/tenant.ts'

const house = withSalesRule({ strategy: 'ring-all' })

/** Three agents who are ready, and a caller for whom all three phones ring. */
function ringing() {
  const stage = new Stage(house)
  const agents = ['1001', '1002', '1003'].map((id) => stage.agent(id).isReady())
  const [anna, bert, cleo] = agents as [AgentOnStage, AgentOnStage, AgentOnStage]
  const caller = stage.caller().waitsForSales()
  return { stage, anna, bert, cleo, caller }
}

t.test('all phones ring, and the first that answers has the caller', async (t) => {
  const { stage, anna, bert, cleo, caller } = ringing()
  t.ok(anna.leg && bert.leg && cleo.leg)
  t.match(stage.of('contact.offered')[2]?.reason, { rule: 'ring-all' })
  stage.passes(3)
  bert.answers()
  stage.passes(1)
  t.same(caller.hears(), [bert.leg])
  t.same([anna.leg, cleo.leg], [undefined, undefined])
  const others = stage.of('leg.ended').map(({ reason }) => reason)
  t.same(others, ['elsewhere', 'elsewhere'], 'their phones show no missed call')
})

t.test('whoever was too late has missed nothing and keeps the turn', async (t) => {
  const { stage, anna, bert } = ringing()
  stage.passes(5)
  bert.answers()
  stage.passes(1)
  t.equal(anna.state(), 'agent.becameReady')
  t.equal(stage.of('agent.missed').length, 0)
  stage.caller('13900139000').waitsForSales()
  const again = stage.of('contact.offered').findLast(({ agent }) => agent === anna.id)
  t.ok((again?.reason.idleMs ?? 0) > 5000, 'idle since before the first ring')
})

t.test('two who answer in the same moment: one talks, the other is free', async (t) => {
  const { stage, anna, bert, caller } = ringing()
  anna.answers()
  bert.answers()
  stage.passes(1)
  t.same(caller.hears(), [anna.leg])
  t.equal(bert.leg, undefined)
  t.equal(bert.state(), 'agent.becameReady')
  t.equal(stage.of('contact.connected').length, 1)
})

t.test('one who declines is out; the others ring on', async (t) => {
  const { stage, anna, bert, cleo, caller } = ringing()
  anna.hangsUp('rejected')
  t.equal(anna.state(), 'not ready: rejected')
  t.ok(bert.leg && cleo.leg)
  t.equal(stage.of('contact.queued').length, 1, 'the caller still is being rung for')
  cleo.answers()
  stage.passes(1)
  t.same(caller.hears(), [cleo.leg])
})

t.test('nobody answers: all have missed it, and the caller waits on with his age', async (t) => {
  const { stage, caller } = ringing()
  stage.passes(16)
  t.equal(stage.of('agent.missed').length, 3)
  const [first, second] = stage.of('contact.queued')
  t.equal(second?.since, first?.since)
  t.equal(caller.isOn, true)
})

t.test('a page that goes away takes one phone along', async (t) => {
  const { stage, anna, bert, cleo } = ringing()
  stage.put({ type: 'agent.vanished', agent: bert.id })
  stage.passes(4)
  t.equal(bert.state(), 'not ready: unreachable')
  t.ok(anna.leg && cleo.leg && !bert.leg)
})

t.test('a caller who gives up frees them all', async (t) => {
  const { stage, anna, bert, cleo, caller } = ringing()
  caller.hangsUp()
  for (const agent of [anna, bert, cleo]) {
    t.equal(agent.state(), 'agent.becameReady')
    t.equal(agent.leg, undefined)
  }
  t.equal(stage.of('agent.missed').length, 0)
})

t.test('an answer while the centre is away counts, and the others stop ringing', async (t) => {
  const { stage, anna, bert, cleo, caller } = ringing()
  stage.killsCentre()
  stage.passes(2)
  cleo.answers()
  stage.passes(2)
  stage.restartsCentre()
  stage.passes(1)
  t.same(caller.hears(), [cleo.leg])
  t.same([anna.leg, bert.leg], [undefined, undefined])
})
