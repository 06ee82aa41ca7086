import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'
import { withSalesRule } from '../../testkit/calls/tenant.ts'

const uri = 'sip:partner@outside'
const tenant = withSalesRule({ limits: [{ when: 'wait', above: 20, to: { uri } }] })

t.test('a caller who waited too long talks to a number outside', async (t) => {
  const stage = new Stage(tenant)
  const partner = stage.phone(uri).answersAfter(5)
  const caller = stage.caller().waitsForSales()
  stage.passes(20)
  t.same(caller.hears(), ['zh/transferring'])
  t.match(partner.ring, { caller: { number: '13800138000' } })
  stage.passes(5.5)
  t.same(caller.hears(), [partner.leg])
  t.same(partner.hears(), [caller.leg])
  t.match(stage.of('contact.overflowed'), [{ why: 'wait', to: { uri } }])
  t.match(stage.of('contact.diverted'), [{ uri }])
  caller.presses('7')
  t.match(stage.orders.at(-1)?.effect, { do: 'sendDigits', leg: partner.leg, digits: '7' })
  caller.hangsUp()
  stage.passes(1)
  t.match(stage.of('contact.ended'), [{ outcome: 'diverted', reason: 'hung-up' }])
  t.same(stage.openLegs(), [])
})

t.test('the party outside hangs up, and so is the caller', async (t) => {
  const stage = new Stage(tenant)
  const partner = stage.phone(uri).answersAfter(1)
  const caller = stage.caller().waitsForSales()
  stage.passes(30)
  partner.hangsUp()
  t.equal(caller.endedBy, 'finished')
  t.match(stage.of('contact.ended'), [{ outcome: 'diverted' }])
})

t.test('a caller hears the ringing of the network outside in place of our music', async (t) => {
  const stage = new Stage(tenant)
  const partner = stage.phone(uri)
  const caller = stage.caller().waitsForSales()
  stage.passes(25)
  t.match(caller.hears(), [/^music/])
  const { leg } = partner
  if (leg === undefined) throw new Error('it was not rung')
  stage.say({ type: 'leg.ringing', leg })
  t.match(caller.hears(), [/^music/], 'there is nothing to hear of a party that only rings')
  stage.say({ type: 'leg.ringing', leg, sounds: true })
  t.same(caller.hears(), [leg])
})

for (const [what, reason] of [
  ['does not answer', 'no-answer'],
  ['is busy', 'busy'],
] as const)
  t.test(`a party outside who ${what}: the caller hears so, and goodbye`, async (t) => {
    const stage = new Stage(tenant)
    const partner = stage.phone(uri)
    if (reason === 'busy') partner.failsWith('busy')
    const caller = stage.caller().waitsForSales()
    stage.passes(20.5)
    if (reason === 'no-answer') stage.passes(60)
    t.same(caller.hears(), ['zh/all-busy'])
    stage.passes(5)
    t.equal(caller.isOn, false)
    t.match(stage.of('contact.ended'), [{ outcome: 'turned-away', reason }])
    t.same(stage.openLegs(), [])
  })

t.test('a caller who hangs up while it rings outside reached nobody', async (t) => {
  const stage = new Stage(tenant)
  const partner = stage.phone(uri)
  const caller = stage.caller().waitsForSales()
  stage.passes(25)
  t.ok(partner.leg)
  caller.hangsUp()
  stage.passes(1)
  t.match(stage.of('contact.ended'), [{ outcome: 'abandoned-in-queue' }])
  t.same(stage.openLegs(), [])
})

t.test('killed while it rings outside: an answer in the meantime connects the two', async (t) => {
  const stage = new Stage(tenant)
  const partner = stage.phone(uri).answersAfter(10)
  const caller = stage.caller().waitsForSales()
  stage.passes(19)
  stage.killsCentreInNextTurn()
  stage.passes(3)
  stage.restartsCentre()
  stage.passes(1)
  t.equal(partner.rings, 1, 'rung once, after the restart')
  stage.killsCentre()
  stage.passes(12)
  stage.restartsCentre()
  stage.passes(1)
  t.same(caller.hears(), [partner.leg])
})
