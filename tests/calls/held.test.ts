import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test('hold, mute and resume change only who hears whom', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(5)
  const contact = stage.contactOf(caller)

  anna.asks({ ask: 'hold', contact })
  t.same([caller.hears(), anna.hears()], [['music/default'], []])
  anna.asks({ ask: 'mute', contact, muted: true }).asks({ ask: 'resume', contact })
  t.same([caller.hears(), anna.hears()], [[], [caller.leg]], 'muted: she hears and is not heard')
  anna.asks({ ask: 'mute', contact, muted: false })
  t.same([caller.hears(), anna.hears()], [[anna.leg], [caller.leg]])

  anna.asks({ ask: 'resume', contact })
  t.match(stage.of('ask.refused'), [{ ask: 'resume' }], 'nothing to resume')
})

t.test('nobody but the agent in the talk can change it', async (t) => {
  const stage = new Stage()
  stage.agent('1001').answersAfter(1).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(5)
  const bert = stage.agent('1002').isReady()
  bert.asks({ ask: 'hangUp', contact: stage.contactOf(caller) })
  t.equal(caller.isOn, true)
  t.match(stage.of('ask.refused'), [{ agent: '1002', ask: 'hangUp' }])
})

t.test('keys that the agent presses go to the caller as digits', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(5)
  anna.asks({ ask: 'digits', contact: stage.contactOf(caller), digits: '42#' })
  if (anna.leg) stage.say({ type: 'leg.digit', leg: anna.leg, digit: '7' })
  const sent = stage.orders.flatMap(({ effect }) => (effect.do === 'sendDigits' ? [effect] : []))
  t.match(sent, [
    { leg: caller.leg, digits: '42#' },
    { leg: caller.leg, digits: '7' },
  ])
})
