import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test('an agent with a phone of his own is rung there and steers from the desk', async (t) => {
  const stage = new Stage()
  const cleo = stage.agent('1003').isReady().answersAfter(2)
  const caller = stage.caller().waitsForSales()
  stage.passes(3)
  t.same(cleo.ring?.to, { uri: 'sip:cleo@desk' })
  t.same(caller.hears(), [cleo.leg])
  cleo.asks({ ask: 'hold', contact: stage.contactOf(caller) })
  t.same(caller.hears(), ['music/default'])
})
