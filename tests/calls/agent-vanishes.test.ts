import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test('the caller of an agent who vanished in a talk is served by another', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(5)
  const bert = stage.agent('1002').answersAfter(1).isReady()
  anna.vanishes()
  stage.passes(17)
  t.same(caller.hears(), [bert.leg])
  stage.passes(40)
  t.equal(anna.state(), 'not ready: connection-lost', 'after the wrap-up that nobody finished')
})

t.test('a ring at a vanished browser goes on to the next agent within seconds', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').isReady()
  const bert = stage.agent('1002').isReady()
  stage.caller().waitsForSales()
  stage.passes(1)
  t.ok(anna.leg)
  stage.put({ type: 'agent.vanished', agent: anna.id })
  stage.passes(4)
  t.equal(anna.state(), 'not ready: unreachable')
  t.ok(bert.leg)
})

t.test('a ring goes on when the page is back at once', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').isReady()
  stage.caller().waitsForSales()
  stage.passes(1)
  stage.put({ type: 'agent.vanished', agent: anna.id })
  stage.passes(1)
  stage.put({ type: 'agent.appeared', agent: anna.id })
  stage.passes(5)
  t.equal(stage.of('agent.missed').length, 0)
})

t.test(
  'a ready agent is not rung while the page is away, and not ready after twenty seconds',
  async (t) => {
    const stage = new Stage()
    const anna = stage.agent('1001').isReady()
    stage.put({ type: 'agent.vanished', agent: anna.id })
    const caller = stage.caller().waitsForSales()
    t.equal(stage.of('contact.offered').length, 0)
    stage.passes(5)
    stage.put({ type: 'agent.appeared', agent: anna.id })
    t.equal(stage.of('contact.offered').length, 1, 'back in time: rung at once')
    caller.hangsUp()
    stage.put({ type: 'agent.vanished', agent: anna.id })
    stage.passes(21)
    t.equal(anna.state(), 'not ready: connection-lost')
  },
)
