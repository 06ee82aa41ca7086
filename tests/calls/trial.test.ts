import t from 'tap'
import { type LegId, named } from '../../core/names.ts'
import { Stage } from '../../testkit/calls/stage.ts'
import { tenant } from '../../testkit/calls/tenant.ts'

/** A share of callers is served by rules of their own: five seconds of ringing, ten of wrap-up. */
const trying = (share: number) => ({
  ...tenant,
  trial: {
    share,
    policy: {
      ...tenant.policy,
      version: 'short',
      queues: tenant.policy.queues.map((rule) => ({ ...rule, ringSeconds: 5, wrapUpSeconds: 10 })),
    },
  },
})

/** The version by which a call with this draw is served. */
function versionOf(share: number, draw: number): string | undefined {
  const stage = new Stage(trying(share))
  const leg = named<LegId>('in1')
  stage.say({ type: 'leg.arrived', leg, number: '95000', from: '1', via: 'sip', draw })
  return stage.of('contact.opened')[0]?.policy
}

t.test('the draw of a call decides by which policy it is served', async (t) => {
  t.equal(versionOf(0.3, 0.2999), 'short')
  t.equal(versionOf(0.3, 0.3), 'plain', 'the border is outside')
  t.equal(versionOf(1, 0.9999), 'short')
  t.equal(versionOf(0, 0), 'plain')
})

for (const [share, policy, ringSeconds, wrapUpSeconds] of [
  [1, 'short', 5, 10],
  [0, 'plain', 15, 30],
] as const)
  t.test(`a contact of the policy ${policy} rings and is wrapped up as that says`, async (t) => {
    const stage = new Stage(trying(share))
    const since = stage.now
    const last = (
      type: 'contact.offered' | 'agent.missed' | 'agent.released' | 'agent.wrappedUp',
    ) => ((stage.of(type).at(-1)?.at ?? since) - since) / 1000
    const anna = stage.agent('1001').isReady().ignores()
    const caller = stage.caller().waitsForSales()
    t.equal(stage.of('contact.offered')[0]?.reason.policy, policy)
    stage.passes(ringSeconds + 1)
    t.equal(last('agent.missed') - last('contact.offered'), ringSeconds)

    anna.answersAfter(1).asks({ ask: 'ready' })
    stage.passes(60)
    caller.hangsUp()
    stage.passes(wrapUpSeconds + 1)
    t.equal(last('agent.wrappedUp') - last('agent.released'), wrapUpSeconds)
  })

t.test('when a trial is over its contacts are served by the policy in force', async (t) => {
  const stage = new Stage(trying(1))
  const anna = stage.agent('1001').isReady().answersAfter(1)
  const caller = stage.caller().waitsForSales()
  stage.passes(5)
  t.ok(anna.isTalking)
  stage.put({ type: 'tenant.configured', tenant })
  caller.hangsUp()
  stage.passes(29)
  t.equal(stage.of('agent.wrappedUp').length, 0, 'not after the ten seconds of the trial')
  stage.passes(2)
  t.equal(stage.of('agent.wrappedUp').length, 1)
})
