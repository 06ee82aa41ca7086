import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test('when both hang up in the same moment the talk ends once', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(10)
  const leg = anna.leg
  caller.ends('hung-up')
  if (leg) anna.ends(leg, 'hung-up')
  stage.passes(1)
  t.equal(stage.of('contact.ended').length, 1)
  t.equal(stage.of('agent.released').length, 1)
  t.equal(stage.of('leg.ended').length, 2)
})

t.test('an agent who answers in the moment the caller gives up is released once', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(1)
  caller.ends('hung-up')
  anna.answers()
  stage.passes(1)
  t.match(stage.of('agent.released'), [{ why: 'not-connected' }])
  t.match(stage.of('contact.ended'), [{ outcome: 'abandoned-in-queue' }])
  t.equal(anna.leg, undefined)
  t.equal(anna.state(), 'agent.becameReady')
})
