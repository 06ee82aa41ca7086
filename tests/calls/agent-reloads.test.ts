import t from 'tap'
import { Stage } from './stage.ts'

t.test('an agent who reloads the page in a talk is back with the caller', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(10)
  anna.vanishes()
  t.same(caller.hears(), ['music/default'])
  t.equal(stage.of('contact.parted').length, 1)
  stage.passes(3)
  anna.comesBack()
  t.equal(anna.ring?.autoAnswer, true)
  t.same(caller.hears(), [anna.leg])
  t.same(anna.hears(), [caller.leg])
  t.match([...stage.sound.recordings.values()], [{ right: [anna.leg] }])
  stage.passes(60)
  t.equal(stage.of('agent.released').length, 0, 'one talk, not two')
})
