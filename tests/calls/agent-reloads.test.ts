import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test('an agent who reloads the page in a talk is back with the caller', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(10)
  anna.vanishes()
  t.same(caller.hears(), ['music/default'])
  t.equal(stage.of('contact.agentLost').length, 1)
  stage.passes(3)
  anna.comesBack()
  t.equal(anna.ring?.autoAnswer, true)
  t.same(caller.hears(), [anna.leg])
  t.same(anna.hears(), [caller.leg])
  t.match([...stage.sound.recordings.values()], [{ right: [anna.leg] }])
  stage.passes(60)
  t.equal(stage.of('agent.released').length, 0, 'one talk, not two')
})

t.test('an agent who loses only the sound is rung again at once', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(10)
  anna.hangsUp('media-lost')
  stage.passes(1)
  t.same(caller.hears(), [anna.leg])
  t.match(stage.of('contact.agentRejoined'), [{ agent: '1001' }])
})

t.test('a desk phone that was lost rings again and is not answered by itself', async (t) => {
  const stage = new Stage()
  const cleo = stage.agent('1003').answersAfter(2).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(10)
  cleo.hangsUp('unreachable')
  t.equal(cleo.ring?.autoAnswer, false)
  t.same(caller.hears(), ['music/default'])
  stage.passes(3)
  t.same(caller.hears(), [cleo.leg])
})
