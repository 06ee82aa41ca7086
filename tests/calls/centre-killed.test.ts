import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test(
  'killed in a talk: the parties talk on, and the end is heard when the centre is back',
  async (t) => {
    const stage = new Stage()
    const anna = stage.agent('1001').answersAfter(1).isReady()
    const caller = stage.caller().waitsForSales()
    stage.passes(5)
    stage.takesSnapshot()
    const orders = stage.orders.length
    stage.killsCentre()
    stage.passes(10)
    t.same(caller.hears(), [anna.leg])
    caller.hangsUp()
    stage.restartsCentre()
    t.match(stage.of('contact.ended'), [{ outcome: 'handled', reason: 'hung-up' }])
    stage.passes(1)
    t.equal(anna.leg, undefined)
    t.match(
      stage.orders.slice(orders).map(({ effect }) => effect.do),
      ['hangUp', 'stopRecording'],
      'nothing was done twice',
    )
  },
)

t.test('killed while a caller waits: the place in the queue is kept', async (t) => {
  const stage = new Stage()
  const first = stage.caller().waitsForSales()
  stage.passes(20)
  const second = stage.caller().waitsForSales()
  stage.killsCentre()
  stage.passes(5)
  stage.restartsCentre()
  const anna = stage.agent('1001').answersAfter(1).isReady()
  stage.passes(2)
  t.same(first.hears(), [anna.leg])
  t.not(second.hears()[0], anna.leg)
  t.ok((stage.of('contact.offered')[0]?.reason.waitedMs ?? 0) > 25_000, 'the age is from before')
})

t.test('killed while an agent rings: an answer in the meantime connects', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(2)
  stage.takesSnapshot()
  stage.killsCentre()
  anna.answers()
  stage.passes(2)
  stage.restartsCentre()
  t.same(caller.hears(), [anna.leg])
  stage.passes(30)
  t.equal(stage.of('agent.missed').length, 0, 'the ring timer does not fire late')
})

t.test('killed while an agent rings who never answers: the ring still ends', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').isReady()
  stage.caller().waitsForSales()
  stage.killsCentre()
  stage.passes(40)
  stage.restartsCentre()
  stage.passes(1)
  t.equal(anna.state(), 'not ready: no-answer')
  t.equal(anna.leg, undefined)
})

t.test(
  'killed between the journal and the effects: they are done once, after the restart',
  async (t) => {
    const stage = new Stage()
    const anna = stage.agent('1001').isReady()
    stage.killsCentreInNextTurn()
    const caller = stage.caller().dials()
    t.same(caller.hears(), [], 'the answer was decided and never ordered')
    stage.restartsCentre()
    stage.put({ type: 'agent.appeared', agent: anna.id })
    stage.passes(1)
    t.same(caller.hears(), ['zh/welcome', 'en/welcome'])
    t.equal(stage.orders.filter(({ effect }) => effect.do === 'answer').length, 1)
  },
)

t.test('killed in the menu: a key pressed in the meantime counts', async (t) => {
  const stage = new Stage()
  const caller = stage.caller().dials()
  stage.killsCentre()
  caller.presses('2')
  stage.restartsCentre()
  t.same(caller.hears(), ['en/menu'])
})

t.test('a call that arrives while the centre is away is answered when it is back', async (t) => {
  const stage = new Stage()
  stage.killsCentre()
  const caller = stage.caller().dials()
  stage.passes(1)
  stage.restartsCentre()
  stage.passes(1)
  t.same(caller.hears(), ['zh/welcome', 'en/welcome'])
})

t.test('an agent whose page is back after the kill stays ready', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').isReady()
  stage.killsCentre()
  stage.restartsCentre()
  stage.passes(2)
  stage.put({ type: 'agent.appeared', agent: anna.id })
  stage.passes(60)
  t.equal(anna.state(), 'agent.becameReady')
})
