import t from 'tap'
import { chinesePlan } from '../../../core/numbering/dial-plans.ts'
import { normalise } from '../../../core/numbering/normalise.ts'
import type { DialPlan } from '../../../core/trunk.ts'
import { northAmericanPlan } from './north-american-plan.ts'

const hangzhou = chinesePlan('571')
const britain: DialPlan = {
  country: '44',
  area: '20',
  international: '00',
  national: '0',
  short: ['999', '1xx'],
}
const germany: DialPlan = {
  country: '49',
  area: '30',
  international: '00',
  national: '0',
  short: ['110', '112'],
}
const singapore: DialPlan = { country: '65', international: '00', national: '', short: ['999'] }

type Cases = readonly (readonly [dialled: string, number: string | undefined])[]

const check = (
  t: { equal(found: unknown, wanted: unknown, why: string): unknown },
  plan: DialPlan,
  cases: Cases,
): void => {
  for (const [dialled, number] of cases) t.equal(normalise(dialled, plan), number, dialled)
}

t.test('a Chinese mobile number is one number however it is dialled', async (t) => {
  const ways = ['13800138000', '013800138000', '+8613800138000', '008613800138000']
  for (const way of [...ways, '8613800138000', '138 0013-8000', '(+86) 138.0013.8000'])
    t.equal(normalise(way, hangzhou), '+8613800138000', way)
})

t.test('Chinese landlines: with an area code, without one, from abroad', async (t) => {
  check(t, hangzhou, [
    ['87654321', '+8657187654321'],
    ['0571-87654321', '+8657187654321'],
    ['01062345678', '+861062345678'],
    ['02112345678', '+862112345678'],
    ['03511234567', '+863511234567'],
    ['8657187654321', '+8657187654321'],
    ['861062345678', '+861062345678'],
    ['8612345', '+865718612345'],
    ['04008001234', '4008001234'],
    ['57187654321', undefined],
    ['0138001380', undefined],
  ])
  t.equal(normalise('87654321', chinesePlan()), undefined, 'nobody knows of which area')
})

t.test('numbers that exist in China only stay short', async (t) => {
  for (const short of ['110', '119', '120', '122', '10086', '12345', '95000', '955888'])
    t.equal(normalise(short, hangzhou), short)
  check(t, hangzhou, [
    ['4008001234', '4008001234'],
    ['400-800-1234', '4008001234'],
    ['8001234567', '8001234567'],
    ['+8695000', '95000'],
    ['00864008001234', '4008001234'],
    ['96110', '96110'],
    ['121', undefined],
  ])
})

t.test('numbers of other countries come by the international prefix or a plus', async (t) => {
  check(t, hangzhou, [
    ['00442071234567', '+442071234567'],
    ['+12125551234', '+12125551234'],
    ['0012125551234', '+12125551234'],
    ['0085223456789', '+85223456789'],
    ['442071234567', undefined],
    ['00044207123456', undefined],
    ['+1234567890123456', undefined],
    ['+44', undefined],
  ])
})

t.test('what is no number is none', async (t) => {
  for (const dialled of ['', '+', 'anna', 'web-7', 'anonymous', '*21#', '1380013800', '999999999'])
    t.equal(normalise(dialled, hangzhou), undefined, dialled)
})

t.test('other countries dial by their own rules', async (t) => {
  check(t, northAmericanPlan('212'), [
    ['5551234', '+12125551234'],
    ['4155551234', '+14155551234'],
    ['14155551234', '+14155551234'],
    ['(415) 555-1234', '+14155551234'],
    ['011442071234567', '+442071234567'],
    ['911', '911'],
    ['1155551234', undefined],
  ])
  check(t, britain, [
    ['02071234567', '+442071234567'],
    ['71234567', '+442071234567'],
    ['442071234567', '+442071234567'],
    ['0033123456789', '+33123456789'],
    ['999', '999'],
  ])
  check(t, germany, [
    ['030123456', '+4930123456'],
    ['123456', '+4930123456'],
    ['4930123456', '+4930123456'],
    ['112', '112'],
  ])
  check(t, singapore, [
    ['61234567', '+6561234567'],
    ['6561234567', '+6561234567'],
    ['0060312345678', '+60312345678'],
  ])
})
