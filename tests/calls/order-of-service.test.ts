import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test(
  'callers are served by age across all queues of an agent, and told their place',
  async (t) => {
    const stage = new Stage()
    const first = stage.caller().dials().presses('1', '2')
    const second = stage.caller().waitsForSales()
    const third = stage.caller().waitsForSales()
    t.same(third.hears(), [
      'zh/please-wait',
      'zh/position-before',
      'zh/number/2',
      'zh/position-after',
    ])
    const anna = stage.agent('1001').answersAfter(1).isReady()
    for (const caller of [first, second, third]) {
      stage.passes(2)
      t.same(caller.hears(), [anna.leg])
      caller.hangsUp()
      anna.asks({ ask: 'wrapUp', contact: stage.contactOf(caller), disposition: '', note: '' })
    }
  },
)

t.test('the place is told again, without the greeting, when it may have changed', async (t) => {
  const stage = new Stage()
  const first = stage.caller().waitsForSales()
  const second = stage.caller().waitsForSales()
  first.hangsUp()
  stage.passes(31)
  t.same(second.hears(), ['zh/next'])
})

t.test('callers share agents by who has been idle the longest', async (t) => {
  const stage = new Stage()
  const bert = stage.agent('1002').answersAfter(1).isReady()
  stage.passes(10)
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const first = stage.caller().waitsForSales()
  const second = stage.caller().waitsForSales()
  stage.passes(2)
  t.same([first.hears(), second.hears()], [[bert.leg], [anna.leg]])
  t.match(stage.of('contact.offered')[0]?.reason, { idle: 2 })
})
