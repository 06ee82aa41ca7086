import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test(
  'when the voice process dies its calls end with that reason and nobody stays stuck',
  async (t) => {
    const stage = new Stage()
    const anna = stage.agent('1001').answersAfter(1).isReady()
    stage.agent('1002').isReady().ignores()
    stage.caller().waitsForSales()
    stage.passes(5)
    stage.caller().waitsForSales()
    stage.caller().waitsForSales()
    stage.restartsVoice()
    t.match(stage.of('contact.ended'), [
      { outcome: 'handled', reason: 'voice-lost' },
      { outcome: 'abandoned-in-queue', reason: 'voice-lost' },
      { outcome: 'abandoned-in-queue', reason: 'voice-lost' },
    ])
    stage.passes(60)
    anna.comesBack()
    const caller = stage.caller().waitsForSales()
    stage.passes(2)
    t.same(caller.hears(), [anna.leg], 'the next call is served')
  },
)
