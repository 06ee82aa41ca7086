import fc from 'fast-check'
import t from 'tap'
import type { Language } from '../../../core/language.ts'
import { highestSpoken, numberParts } from '../../../core/speaking/number.ts'
import { speakValue } from '../../../core/speaking/speak-value.ts'
import type { SpokenValue } from '../../../core/speaking/value.ts'
import { promptText } from '../../media/prompt-texts.ts'
import { numberHeard } from './number-reading.ts'

/** What is heard, written down. */
const heard = (value: SpokenValue, language: Language) =>
  speakValue(value, language)
    .map((id) => promptText(id))
    .join(language === 'zh' ? '' : ' ')

const wholes = fc.oneof(
  fc.nat(2000),
  fc.integer({ min: 0, max: highestSpoken }),
  // Numbers with gaps: few digits that are not 0.
  fc
    .array(fc.tuple(fc.nat(9), fc.nat(11)), { maxLength: 4 })
    .map((digits) => digits.reduce((sum, [digit, place]) => sum + digit * 10 ** place, 0))
    .filter((value) => value <= highestSpoken),
)

for (const language of ['zh', 'en'] as const) {
  t.test(`every whole number is understood again (${language})`, async (t) => {
    for (let value = 0; value <= 20_000; value++)
      if (numberHeard(numberParts(value, language), language) !== value)
        t.fail(`${value}: ${heard({ number: value }, language)}`)
    fc.assert(
      fc.property(wholes, (value) => numberHeard(numberParts(value, language), language) === value),
    )
  })

  t.test(`so is every sign and decimal (${language})`, async () => {
    const decimals = fc.tuple(wholes, fc.nat(999), fc.boolean())
    fc.assert(
      fc.property(decimals, ([whole, thousandths, isNegative]) => {
        const value = (isNegative ? -1 : 1) * Number(`${whole}.${thousandths}`)
        return numberHeard(numberParts(value, language), language) === value
      }),
    )
  })

  t.test(`no number at all is left without an end (${language})`, async (t) => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        speakValue({ number: value }, language).forEach(promptText)
        return numberParts(value, language).length > 0
      }),
    )
    t.same(speakValue({ number: NaN }, language), [])
    t.same(speakValue({ number: -Infinity }, language), [])
  })
}

t.test('Chinese says 零 once in a gap, 两 of thousands, 万 and 亿, and 一十 inside', async (t) => {
  const written: [number, string][] = [
    [0, '零'],
    [10, '十'],
    [12, '十二'],
    [100, '一百'],
    [101, '一百零一'],
    [110, '一百一十'],
    [112, '一百一十二'],
    [222, '二百二十二'],
    [1001, '一千零一'],
    [1010, '一千零一十'],
    [2222, '两千二百二十二'],
    [10_000, '一万'],
    [10_203, '一万零二百零三'],
    [20_000, '两万'],
    [105_000, '十万五千'],
    [120_012, '十二万零一十二'],
    [1_001_000, '一百万一千'],
    [100_005_000, '一亿零五千'],
    [100_120_000, '一亿零一十二万'],
    [200_000_002, '两亿零二'],
    [highestSpoken, '九千九百九十九亿九千九百九十九万九千九百九十九'],
    [-3.05, '负三点零五'],
  ]
  for (const [value, words] of written) t.equal(heard({ number: value }, 'zh'), words)
})

t.test('English says hundreds, thousands, millions and billions without an "and"', async (t) => {
  const written: [number, string][] = [
    [0, '0'],
    [100, '1 hundred'],
    [1203, '1 thousand 2 hundred 3'],
    [1_000_001, '1 million 1'],
    [999_000_012_100, '9 hundred 99 billion 12 thousand 1 hundred'],
    [-3.05, 'minus 3 point 0 5'],
  ]
  for (const [value, words] of written) t.equal(heard({ number: value }, 'en'), words)
})

t.test('a place is told as one', async (t) => {
  t.equal(heard({ ordinal: 2 }, 'zh'), '第二')
  t.equal(heard({ ordinal: 12 }, 'zh'), '第十二')
  const written: [number, string][] = [
    [1, 'first'],
    [12, 'twelfth'],
    [20, 'twentieth'],
    [21, '20 first'],
    [100, '1 hundredth'],
    [1003, '1 thousand third'],
    [2_000_000, '2 millionth'],
  ]
  for (const [place, words] of written) t.equal(heard({ ordinal: place }, 'en'), words)
  t.equal(heard({ ordinal: 0 }, 'en'), '0', 'there is no such place')
  fc.assert(
    fc.property(wholes, (place) => {
      for (const language of ['zh', 'en'] as const)
        speakValue({ ordinal: place }, language).forEach(promptText)
    }),
  )
})

t.test('digits are told one by one, with pauses, and 幺 in telephone numbers', async (t) => {
  t.equal(heard({ digits: '1001' }, 'zh'), '一零零一')
  t.equal(heard({ digits: '138-1100', telephone: true }, 'zh'), '幺三八 幺幺零零')
  t.equal(heard({ digits: '138 1100', telephone: true }, 'en'), '1 3 8   1 1 0 0')
  t.equal(heard({ digits: '*1#' }, 'en'), 'star. 1 pound.')
  t.equal(heard({ digits: 'x' }, 'en'), '')
})
