import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test('a caller who presses nothing hears the menu again and then goodbye', async (t) => {
  const stage = new Stage()
  const caller = stage.caller().dials().presses('1')
  t.same(caller.hears(), ['zh/menu'])
  stage.passes(10.5)
  t.same(caller.hears(), ['zh/menu'], 'again')
  stage.passes(20)
  t.same(caller.hears(), ['zh/goodbye'])
  stage.passes(5)
  t.equal(caller.isOn, false)
  t.match(stage.of('contact.ended'), [{ outcome: 'ended-in-flow' }])
})

t.test('a wrong key is said to be wrong', async (t) => {
  const stage = new Stage()
  const caller = stage.caller().dials().presses('1', '9')
  t.same(caller.hears(), ['zh/invalid', 'zh/menu'])
  caller.presses('1')
  t.match(stage.of('contact.queued'), [{ queue: 'sales' }])
  t.same(
    stage.of('contact.pressed').map(({ digits }) => digits),
    ['1', '9', '1'],
  )
})

t.test('a caller who chooses English is spoken to in English', async (t) => {
  const stage = new Stage()
  const caller = stage.caller().dials().presses('2')
  t.same(caller.hears(), ['en/menu'])
  caller.presses('1')
  t.same(caller.hears(), ['en/please-wait', 'en/next'])
})
