import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test('a caller who presses through the menu talks with the agent who was free', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').isReady().answersAfter(3)
  const caller = stage.caller().dials()
  t.same(caller.hears(), ['zh/welcome', 'en/welcome'])
  caller.presses('1')
  t.same(caller.hears(), ['zh/menu'])
  caller.presses('1')
  t.same(caller.hears(), ['music/default'], 'music while the agent rings')
  t.match(anna.ring?.caller, { number: '13800138000' })
  stage.passes(3)
  t.same(caller.hears(), [anna.leg])
  t.same(anna.hears(), [caller.leg])
  const contact = stage.contactOf(caller)
  t.match(stage.sound.recordings.get(contact), { left: caller.leg, right: [anna.leg] })

  stage.passes(60)
  caller.hangsUp()
  t.equal(anna.leg, undefined, 'the agent is hung up too')
  t.equal(stage.sound.recordings.size, 0)
  t.match(stage.of('contact.ended'), [{ outcome: 'handled', reason: 'hung-up' }])

  anna.asks({ ask: 'wrapUp', contact, disposition: 'sold', note: 'two' })
  t.match(stage.of('agent.wrappedUp'), [{ disposition: 'sold', note: 'two', by: 'agent' }])
  t.equal(anna.state(), 'agent.becameReady')
})
