import t from 'tap'
import { named } from '../../core/names.ts'
import { Stage } from '../../testkit/calls/stage.ts'

const talking = () => {
  const stage = new Stage()
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(5)
  return { stage, anna, caller, contact: stage.contactOf(caller) }
}

t.test('a blind transfer to a queue frees the agent into wrap-up and finds another', async (t) => {
  const { stage, anna, caller, contact } = talking()
  const bert = stage.agent('1002').isReady().answersAfter(2)
  anna.asks({ ask: 'transfer', contact, to: { queue: named('support') } })
  t.equal(anna.leg, undefined)
  t.same(caller.hears(), ['music/default'])
  stage.passes(3)
  t.same(caller.hears(), [bert.leg])
  t.match(stage.of('contact.connected')[1], { queue: 'support', agent: '1002' })
  t.equal(stage.sound.recordings.size, 1, 'one recording of the whole contact')
  caller.hangsUp()
  t.equal(stage.of('contact.ended').length, 1)
  t.equal(stage.of('agent.released').length, 2)
})

t.test('a blind transfer to a colleague rings that colleague and nobody else', async (t) => {
  const { stage, anna, caller, contact } = talking()
  stage.passes(30)
  const bert = stage.agent('1002').isReady()
  const cleo = stage.agent('1003').answersAfter(1).isReady()
  anna.asks({ ask: 'transfer', contact, to: { agent: cleo.id } })
  stage.passes(2)
  t.equal(bert.leg, undefined)
  t.same(caller.hears(), [cleo.leg])
  t.match(stage.of('contact.offered')[1]?.reason, { rule: 'asked-for' })
})

t.test('a transfer to a colleague who stays busy is served by anybody after a while', async (t) => {
  const { stage, anna, caller, contact } = talking()
  const bert = stage.agent('1002').answersAfter(1).isReady()
  anna.asks({ ask: 'transfer', contact, to: { agent: named('1003') } })
  stage.passes(19)
  t.equal(bert.leg, undefined)
  stage.passes(3)
  t.same(caller.hears(), [bert.leg])
})

t.test('a transfer to nowhere is refused and the talk goes on', async (t) => {
  const { stage, anna, caller, contact } = talking()
  anna.asks({ ask: 'transfer', contact, to: { queue: named('moon') } })
  t.match(stage.of('ask.refused'), [{ ask: 'transfer', reason: 'not-possible-now' }])
  t.same(caller.hears(), [anna.leg])
})
