import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test(
  'an agent who lets it ring loses the caller to the next one, and the age is kept',
  async (t) => {
    const stage = new Stage()
    const anna = stage.agent('1001').isReady().ignores()
    const bert = stage.agent('1002').isReady().answersAfter(2)
    const caller = stage.caller().waitsForSales()
    stage.passes(14)
    t.ok(anna.leg, 'rings for ringSeconds')
    stage.passes(4)
    t.equal(anna.state(), 'not ready: no-answer')
    t.same(caller.hears(), [bert.leg])
    const [first, second] = stage.of('contact.queued')
    t.equal(second?.since, first?.since)
    t.ok((stage.of('contact.offered')[1]?.reason.waitedMs ?? 0) >= 15_000)
  },
)

t.test('a caller whom the only agent missed waits on until somebody is ready', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').isReady().ignores()
  const caller = stage.caller().waitsForSales()
  stage.passes(16.5)
  t.same(caller.hears().at(0), 'zh/please-wait', 'told to wait, since nobody is free')
  stage.passes(60)
  anna.answersAfter(1).asks({ ask: 'ready' })
  stage.passes(2)
  t.same(caller.hears(), [anna.leg])
})

for (const reason of ['busy', 'rejected', 'unreachable'] as const)
  t.test(`an agent whose phone is ${reason} is passed over at once`, async (t) => {
    const stage = new Stage()
    const anna = stage.agent('1001').isReady().failsWith(reason)
    const bert = stage.agent('1002').isReady()
    stage.caller().waitsForSales()
    stage.passes(1)
    t.equal(anna.state(), `not ready: ${reason}`)
    t.ok(bert.leg)
    t.match(stage.of('agent.missed'), [{ agent: '1001', reason }])
  })

t.test('an agent who refuses on the desk sends the caller on', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(1)
  anna.asks({ ask: 'hangUp', contact: stage.contactOf(caller) })
  t.equal(anna.state(), 'not ready: rejected')
  t.equal(anna.leg, undefined)
  t.equal(caller.isOn, true)
})
