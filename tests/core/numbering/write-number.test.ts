import fc from 'fast-check'
import t from 'tap'
import { chinesePlan } from '../../../core/numbering/dial-plans.ts'
import { normalise } from '../../../core/numbering/normalise.ts'
import { writeNumber } from '../../../core/numbering/write-number.ts'
import type { DialPlan } from '../../../core/trunk.ts'
import { northAmericanPlan } from './north-american-plan.ts'

const germany: DialPlan = {
  country: '49',
  area: '30',
  international: '00',
  national: '0',
  short: ['110', '112'],
}
const plans = [chinesePlan('571'), chinesePlan(), northAmericanPlan('212'), germany]

const digits = (least: number, most: number) =>
  fc
    .array(fc.nat(9), { minLength: least, maxLength: most })
    .map((all) => all.map((digit) => `${digit}`).join(''))

/** Whatever a plan makes one number of: of the own country, of others, and short ones. */
const anyNumber = (plan: DialPlan): fc.Arbitrary<string> =>
  fc
    .oneof(
      digits(7, 12).map((rest) => normalise(`+${plan.country}${rest}`, plan)),
      fc
        .constantFrom('13', '15', '19')
        .chain((two) =>
          digits(9, 9).map((rest) => normalise(`+${plan.country}${two}${rest}`, plan)),
        ),
      digits(7, 15).map((all) => normalise(`+${all}`, plan)),
      fc
        .tuple(fc.constantFrom(...plan.short), digits(10, 10))
        .map(([pattern, any]) => pattern.replaceAll(/x/g, (_, at: number) => any[at] ?? '')),
    )
    .filter((number): number is string => number !== undefined)

const planAndNumber = fc
  .constantFrom(...plans)
  .chain((plan) => anyNumber(plan).map((number) => ({ plan, number })))

t.test('a number that is written is the same number when it is dialled', async () => {
  fc.assert(
    fc.property(
      planAndNumber,
      fc.constantFrom('e164', 'national', 'as-dialled'),
      ({ plan, number }, form) => normalise(writeNumber(number, form, plan), plan) === number,
    ),
    { numRuns: 2000 },
  )
})

t.test('in plain digits, a number of the own country is the same', async () => {
  fc.assert(
    fc.property(
      planAndNumber.filter(
        ({ plan, number }) => !number.startsWith('+') || number.startsWith(`+${plan.country}`),
      ),
      ({ plan, number }) => normalise(writeNumber(number, 'digits', plan), plan) === number,
    ),
    { numRuns: 2000 },
  )
})

t.test('a normalised number is its own normal form', async () => {
  fc.assert(
    fc.property(planAndNumber, ({ plan, number }) => normalise(number, plan) === number),
    { numRuns: 1000 },
  )
})

t.test('whatever is dialled, it is a number or none', async () => {
  fc.assert(
    fc.property(fc.constantFrom(...plans), fc.string(), (plan, dialled) => {
      const number = normalise(dialled, plan)
      return number === undefined || /^\+?\d{3,15}$/.test(number)
    }),
  )
})

t.test('each form as trunks want it', async (t) => {
  const [plan, landline] = [chinesePlan('571'), '+8657187654321']
  t.equal(writeNumber(landline, 'e164', plan), '+8657187654321')
  t.equal(writeNumber(landline, 'digits', plan), '8657187654321')
  t.equal(writeNumber(landline, 'national', plan), '057187654321')
  t.equal(writeNumber(landline, 'as-dialled', plan, '8765 4321'), '87654321')
  t.equal(writeNumber('+8613800138000', 'national', plan), '13800138000')
  t.equal(writeNumber('+442071234567', 'national', plan), '00442071234567')
  t.equal(writeNumber('95000', 'e164', plan), '95000')
})
