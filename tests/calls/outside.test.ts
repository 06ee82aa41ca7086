import t from 'tap'
import { named, type TrunkId } from '../../core/names.ts'
import type { Destination } from '../../core/policy.ts'
import type { Tenant } from '../../core/tenant.ts'
import type { CallerOnStage } from '../../testkit/calls/people.ts'
import { Stage } from '../../testkit/calls/stage.ts'
import { withSalesRule } from '../../testkit/calls/tenant.ts'
import { mainTrunk, outbound, spareTrunk, withTrunks } from './trunks.ts'

const main = named<TrunkId>('main')
const partner = '139 0013 9000'
const byMain = 'main/13900139000'
const bySpare = 'spare/+8613900139000'

/** Who waits longer than 20 s is led to this number. */
const leadingTo = (number: string): Tenant => {
  const to: Destination = { number }
  return withSalesRule({ limits: [{ when: 'wait', above: 20, to }] })
}

const waitsTooLong = (stage: Stage): CallerOnStage => {
  const caller = stage.caller().dials('95000', { trunk: main }).presses('1', '1')
  stage.passes(20)
  return caller
}

t.test('a caller is led to a number outside, which is written as its trunk wants it', async (t) => {
  const stage = new Stage(withTrunks(leadingTo(partner)))
  const phone = stage.phone(byMain).answersAfter(5)
  const caller = waitsTooLong(stage)
  t.match(phone.ring?.caller, { number: '13800138000' }, 'the caller came by this trunk')
  stage.passes(6)
  t.same(caller.hears(), [phone.leg])
  t.match(stage.of('outbound.requested'), [{ number: partner, why: 'divert', by: undefined }])
  t.match(stage.of('outbound.routed'), [{ trunk: 'main', number: '+8613900139000', passed: [] }])
  t.match(stage.of('contact.diverted'), [{ number: partner }])
  caller.hangsUp()
  t.match(stage.of('contact.ended'), [{ outcome: 'diverted' }])
})

t.test(
  'a trunk that fails is followed by the next, with the number that it lets through',
  async (t) => {
    const stage = new Stage(withTrunks(leadingTo(partner)))
    stage.phone(byMain).failsWith('trunk-full')
    const phone = stage.phone(bySpare).answersAfter(5)
    const caller = waitsTooLong(stage)
    t.match(phone.ring?.caller, { number: '+8657188880000' })
    stage.passes(6)
    t.same(caller.hears(), [phone.leg])
    t.match(stage.of('outbound.routed')[1], {
      trunk: 'spare',
      passed: [{ trunk: 'main', reason: 'trunk-full' }],
    })
    caller.hangsUp()
    stage.passes(1)
    t.same(stage.openLegs(), [])
  },
)

t.test('when the last trunk has failed the caller hears so', async (t) => {
  const stage = new Stage(withTrunks(leadingTo(partner)))
  stage.phone(byMain).failsWith('trunk-down')
  stage.phone(bySpare).failsWith('trunk-failed')
  const caller = waitsTooLong(stage)
  stage.passes(1)
  t.same(caller.hears(), ['zh/all-busy'])
  t.match(stage.of('outbound.refused'), [
    { reason: 'trunk-failed', passed: [{ reason: 'trunk-down' }, { reason: 'trunk-failed' }] },
  ])
})

t.test('a busy party is busy by every trunk: it is called once', async (t) => {
  const stage = new Stage(withTrunks(leadingTo(partner)))
  stage.phone(byMain).failsWith('busy')
  waitsTooLong(stage)
  stage.passes(1)
  t.equal(stage.phone(bySpare).rings, 0)
  t.equal(stage.of('outbound.routed').length, 1)
})

t.test('what the rules do not allow is not called, and why is told', async (t) => {
  const off = {
    trunks: [
      { ...mainTrunk, enabled: false },
      { ...spareTrunk, enabled: false },
    ],
  }
  for (const [number, reason, change] of [
    ['12', 'not-a-number', {}],
    ['0033123456789', 'country-not-allowed', {}],
    ['0012125551234', 'no-route', {}],
    ['4008001234', 'no-route', {}],
    [partner, 'no-route', off],
    [partner, 'no-route', { outbound: undefined }],
  ] as const) {
    const stage = new Stage(withTrunks(leadingTo(number), change))
    const caller = waitsTooLong(stage)
    t.match(stage.of('outbound.refused'), [{ reason }], `${number}: ${reason}`)
    t.same(caller.hears(), ['zh/all-busy'])
    t.notOk(stage.orders.some(({ effect }) => effect.do === 'ring'))
  }
})

t.test('a trunk that is switched off is passed over', async (t) => {
  const trunks = [{ ...mainTrunk, enabled: false }, spareTrunk]
  const stage = new Stage(withTrunks(leadingTo(partner), { trunks }))
  waitsTooLong(stage)
  t.match(stage.of('outbound.routed'), [
    { trunk: 'spare', passed: [{ trunk: 'main', reason: 'off' }] },
  ])
})

t.test('a network that can do so leads its caller to the number itself', async (t) => {
  const trunks = [{ ...mainTrunk, transfer: 'refer' } as const, spareTrunk]
  const stage = new Stage(withTrunks(leadingTo(partner), { trunks }))
  const caller = waitsTooLong(stage)
  stage.passes(0.1)
  t.match(
    stage.orders.find(({ effect }) => effect.do === 'refer'),
    { effect: { leg: caller.leg, to: { digits: '13900139000' } } },
  )
  t.match(stage.of('contact.ended'), [{ outcome: 'diverted', reason: 'transferred' }])
  t.equal(caller.endedBy, 'transferred')
})

t.test('where the network refuses to lead him, the call is bridged', async (t) => {
  const trunks = [{ ...mainTrunk, transfer: 'refer' } as const, spareTrunk]
  const stage = new Stage(withTrunks(leadingTo(partner), { trunks }))
  stage.networksAnswerReferrals(405)
  const phone = stage.phone(byMain).answersAfter(2)
  const caller = waitsTooLong(stage)
  stage.passes(3)
  t.same(caller.hears(), [phone.leg])
})

t.test('a caller of another network is not referred by ours', async (t) => {
  const trunks = [mainTrunk, { ...spareTrunk, transfer: 'refer' } as const]
  const stage = new Stage(withTrunks(leadingTo('0044 20 7123 4567'), { trunks }))
  waitsTooLong(stage)
  t.equal(stage.phone('spare/+442071234567').rings, 1)
})

const spend = (perHour: number) => ({
  outbound: {
    ...outbound,
    spend: {
      perHour,
      currency: 'CNY',
      rates: [
        { pattern: '+86*', perMinute: 10 },
        { pattern: '+86571*', perMinute: 3 },
      ],
    },
  },
})

t.test('calls outside are refused once the hour has cost what it may', async (t) => {
  const stage = new Stage(withTrunks(leadingTo(partner), spend(30)))
  stage.phone(byMain).answersAfter(1)
  const first = waitsTooLong(stage)
  stage.passes(120)
  t.match(stage.of('outbound.routed'), [{ perMinute: 10 }])
  waitsTooLong(stage)
  t.match(stage.of('outbound.refused'), [{ reason: 'spend-cap' }], 'its third minute runs')
  t.ok(first.isOn, 'a call that runs is not cut')
  first.hangsUp()
  stage.passes(3600)
  waitsTooLong(stage)
  t.equal(stage.of('outbound.routed').length, 2, 'an hour later it is forgotten')
})

t.test('a number without a rate is not called where there is a cap', async (t) => {
  const stage = new Stage(withTrunks(leadingTo('0044 20 7123 4567'), spend(1000)))
  waitsTooLong(stage)
  t.match(stage.of('outbound.refused'), [{ reason: 'no-rate' }])
})

t.test('the cap outlives the centre', async (t) => {
  const stage = new Stage(withTrunks(leadingTo(partner), spend(20)))
  stage.phone(byMain).answersAfter(1)
  waitsTooLong(stage)
  stage.passes(70)
  stage.takesSnapshot()
  stage.killsCentre()
  stage.restartsCentre()
  waitsTooLong(stage)
  t.match(stage.of('outbound.refused'), [{ reason: 'spend-cap' }])
})

t.test('killed between two trunks: the next one is rung after the restart', async (t) => {
  const stage = new Stage(withTrunks(leadingTo(partner)))
  stage.phone(byMain).failsWith('trunk-full')
  const phone = stage.phone(bySpare).answersAfter(1)
  const caller = stage.caller().dials('95000', { trunk: main }).presses('1', '1')
  stage.passes(18.5)
  stage.later(0.49, () => stage.killsCentreInNextTurn())
  stage.passes(3)
  stage.restartsCentre()
  stage.passes(3)
  t.equal(phone.rings, 1)
  t.same(caller.hears(), [phone.leg])
})

t.test('a network that lets only its own numbers through is shown one of them', async (t) => {
  const callerId = { number: '+8657188880000', always: false }
  const carrier = { ...mainTrunk, outbound: { form: 'e164', callerId } } as const
  const stage = new Stage(withTrunks(leadingTo(partner), { trunks: [carrier] }))
  const phone = stage.phone('main/+8613900139000').answersAfter(5)
  const shownOf = (from: string): string | undefined => {
    stage.caller(from).dials('95000', { trunk: main }).presses('1', '1')
    stage.passes(20)
    const shown = phone.ring?.caller.number
    stage.passes(10)
    return shown
  }
  t.equal(shownOf('13800138000'), '+8657188880000', 'a number of another network')
  t.equal(shownOf('0571 8888 1234'), '+8657188881234', 'a number of this trunk')
  t.equal(shownOf('95000'), '95000', 'a hotline')
})
