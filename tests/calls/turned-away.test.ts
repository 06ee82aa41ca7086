import t from 'tap'
import { named } from '../../core/names.ts'
import type { Destination } from '../../core/policy.ts'
import { Stage } from '../../testkit/calls/stage.ts'
import { withSalesRule } from '../../testkit/calls/tenant.ts'

const closedTo = (to: Destination) =>
  withSalesRule({
    opening: { hours: [], closedTo: to, emergencyTo: { goodbye: named('emergency') } },
  })

t.test('a closed queue says so, in the language of the caller, and hangs up', async (t) => {
  const stage = new Stage(closedTo({ goodbye: named('closed') }))
  const caller = stage.caller().dials().presses('2', '1')
  t.same(caller.hears(), ['en/closed'])
  stage.passes(5)
  t.equal(caller.endedBy, 'finished')
  t.match(stage.of('contact.overflowed'), [{ why: 'closed' }])
  t.match(stage.of('contact.ended'), [{ outcome: 'turned-away', reason: 'finished' }])
})

t.test('a caller who hangs up into the goodbye was turned away all the same', async (t) => {
  const stage = new Stage(closedTo({ goodbye: named('closed') }))
  stage.caller().waitsForSales().hangsUp()
  t.match(stage.of('contact.ended'), [{ outcome: 'turned-away', reason: 'hung-up' }])
})

t.test('another queue takes the caller over, his age kept', async (t) => {
  const stage = new Stage(
    withSalesRule({ limits: [{ when: 'wait', above: 20, to: { queue: named('support') } }] }),
  )
  const caller = stage.caller().waitsForSales()
  stage.passes(21)
  const [first, second] = stage.of('contact.queued')
  t.match(second, { queue: 'support', since: first?.since })
  const anna = stage.agent('1001').answersAfter(1).isReady()
  stage.passes(2)
  t.same(caller.hears(), [anna.leg])
  t.match(stage.of('contact.connected'), [{ queue: 'support' }])
})

t.test('a supervisor declares an emergency: who waits is led away', async (t) => {
  const stage = new Stage(closedTo({ goodbye: named('closed') }))
  stage.put({
    type: 'agent.asked',
    agent: named('2001'),
    ask: { ask: 'switchQueue', queue: named('sales'), to: 'open' },
  })
  const caller = stage.caller().waitsForSales()
  stage.passes(10)
  t.same(caller.hears(), ['music/default'])
  stage.put({
    type: 'agent.asked',
    agent: named('2001'),
    ask: { ask: 'switchQueue', queue: named('sales'), to: 'emergency' },
  })
  t.same(caller.hears(), ['zh/emergency'])
  stage.passes(5)
  t.match(stage.of('contact.ended'), [{ outcome: 'turned-away' }])
})
