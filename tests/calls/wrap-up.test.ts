import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

const wrappingUp = () => {
  const stage = new Stage()
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(5)
  return { stage, anna, caller, contact: stage.contactOf(caller) }
}

t.test('wrap-up ends by itself and the next caller is served', async (t) => {
  const { stage, anna, caller } = wrappingUp()
  const next = stage.caller().waitsForSales()
  caller.hangsUp()
  stage.passes(29)
  t.equal(stage.of('contact.offered').length, 1, 'nobody is offered to an agent in wrap-up')
  stage.passes(3)
  t.match(stage.of('agent.wrappedUp'), [{ by: 'timer' }])
  t.same(next.hears(), [anna.leg])
})

t.test('what an agent plans during a talk happens after wrap-up', async (t) => {
  const { stage, anna, caller, contact } = wrappingUp()
  anna.asks({ ask: 'notReady', reason: 'lunch' })
  t.match(stage.of('agent.planned'), [{ afterwards: 'lunch' }])
  caller.hangsUp()
  anna.asks({ ask: 'wrapUp', contact, disposition: '', note: '' })
  t.equal(anna.state(), 'not ready: lunch')
})

t.test('an agent who logs off during a talk finishes it first', async (t) => {
  const { stage, anna, caller } = wrappingUp()
  anna.asks({ ask: 'logOff' })
  t.same(caller.hears(), [anna.leg])
  caller.hangsUp()
  stage.passes(31)
  t.equal(anna.state(), 'agent.loggedOff')
})
