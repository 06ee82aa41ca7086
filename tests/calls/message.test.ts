import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'
import { withSalesRule } from '../../testkit/calls/tenant.ts'

const tenant = withSalesRule({ limits: [{ when: 'size', above: 0, to: { voicemail: true } }] })
const prompt = ['zh/busy-now', 'zh/leave-message', 'tone/beep']

t.test('where nobody may wait, the caller leaves a message, and ends it by a key', async (t) => {
  const stage = new Stage(tenant)
  const caller = stage.caller().waitsForSales()
  t.same(caller.hears(), prompt, 'in the very turn in which he was queued')
  t.equal(stage.sound.recordings.size, 0, 'the words are not recorded')
  stage.passes(4)
  t.same(
    [...stage.sound.recordings.values()],
    [{ do: 'record', recording: stage.contactOf(caller), left: caller.leg, right: [] }],
  )
  t.same(caller.hears(), [], 'no music in the message')
  stage.passes(10)
  caller.presses('5', '#')
  t.same(caller.hears(), ['zh/message-kept'])
  t.equal(stage.sound.recordings.size, 0)
  stage.passes(5)
  t.equal(caller.endedBy, 'finished')
  t.match(stage.of('contact.ended'), [{ outcome: 'left-message', reason: 'finished' }])
})

t.test('a hang-up ends the message, and so does the longest time', async (t) => {
  const stage = new Stage(tenant)
  const hasty = stage.caller().waitsForSales()
  const talker = stage.caller().waitsForSales()
  stage.passes(10)
  hasty.hangsUp()
  stage.passes(175)
  t.same(talker.hears(), ['zh/message-kept'])
  stage.passes(5)
  t.match(stage.of('contact.ended'), [{ outcome: 'left-message' }, { outcome: 'left-message' }])
  t.equal(stage.sound.recordings.size, 0)
})

t.test('who hangs up before two seconds of a message has abandoned the queue', async (t) => {
  const stage = new Stage(tenant)
  const early = stage.caller().waitsForSales()
  const silent = stage.caller().waitsForSales()
  early.hangsUp()
  stage.passes(5)
  silent.hangsUp()
  const outcomes = stage.of('contact.ended').map(({ outcome }) => outcome)
  t.same(outcomes, ['abandoned-in-queue', 'abandoned-in-queue'])
  t.equal(stage.sound.recordings.size, 0)
})

t.test('who ends the message at once is only said goodbye', async (t) => {
  const stage = new Stage(tenant)
  const caller = stage.caller().waitsForSales()
  caller.presses('#')
  t.same(caller.hears(), prompt, 'a key before the beep does nothing')
  stage.passes(4)
  caller.presses('#')
  t.same(caller.hears(), ['zh/goodbye'])
  stage.passes(5)
  t.match(stage.of('contact.ended'), [{ outcome: 'turned-away' }])
})

t.test('killed in a message: it goes on, and its end is heard', async (t) => {
  const stage = new Stage(tenant)
  const caller = stage.caller().waitsForSales()
  stage.killsCentreInNextTurn()
  stage.passes(5)
  t.equal(stage.sound.recordings.size, 0)
  stage.restartsCentre()
  t.equal(stage.sound.recordings.size, 1, 'the recording was decided, and begins now')
  stage.killsCentre()
  stage.passes(10)
  caller.hangsUp()
  stage.restartsCentre()
  t.match(stage.of('contact.ended'), [{ outcome: 'left-message', reason: 'hung-up' }])
})
