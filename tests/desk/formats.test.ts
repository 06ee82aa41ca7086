import t from 'tap'
import { languageOf } from '../../desk/messages/language.ts'
import {
  formatDuration,
  formatExactly,
  formatMoment,
  formatPercent,
  partLeft,
} from '../../desk/state/format.ts'
import { formatPhoneNumber, isWebCaller } from '../../desk/state/phone-number.ts'

t.test('durations read m:ss, and h:mm:ss from an hour on', async (t) => {
  t.equal(formatDuration(0), '0:00')
  t.equal(formatDuration(134_900), '2:14')
  t.equal(formatDuration(3_600_000), '1:00:00')
  t.equal(formatDuration(-5), '0:00')
})

t.test('a stretch runs out from one to zero and never beyond', async (t) => {
  t.equal(partLeft(0, 20, 5), 0.75)
  t.equal(partLeft(0, 20, 25), 0)
  t.equal(partLeft(10, 20, 5), 1)
  t.equal(partLeft(20, 20, 20), 0)
})

t.test('telephone numbers are grouped as people write them', async (t) => {
  const written = {
    '13800138000': '138 0013 8000',
    '+8613800138000': '+86 138 0013 8000',
    '008613800138000': '+86 138 0013 8000',
    '4008101234': '400 810 1234',
    '01088886666': '010 8888 6666',
    '075588886666': '0755 8888 6666',
    '+14155552671': '+1 415 555 2671',
    '95000': '95000',
    '1001': '1001',
    alice: 'alice',
  }
  for (const [number, text] of Object.entries(written)) t.equal(formatPhoneNumber(number), text)
})

t.test('grouping a number never loses a digit', async (t) => {
  for (const number of ['12345678', '123456789012', '+442079460958', '+8610886'])
    t.equal(formatPhoneNumber(number).replaceAll(' ', ''), number)
})

t.test('a caller from the browser has no number', async (t) => {
  t.ok(isWebCaller('web-7f3a'))
  t.notOk(isWebCaller('13800138000'))
})

const zone = { timeZone: 'Asia/Shanghai' }
const noon = Date.UTC(2026, 10, 21, 4, 5, 6)
const day = 24 * 3600 * 1000

t.test('a moment shows only as much date as it needs', async (t) => {
  t.equal(formatMoment(noon, noon + 60_000, 'en', zone), '12:05')
  t.equal(formatMoment(noon, noon + day, 'en', zone), '21 Nov 12:05')
  t.equal(formatMoment(noon, noon + day, 'zh', zone), '11月21日 12:05')
  t.match(formatMoment(noon, noon + 365 * day, 'en', zone), '2026')
})

t.test('hovering a time shows its exact second', async (t) => {
  t.match(formatExactly(noon, 'en', zone), '12:05:06')
  t.match(formatExactly(noon, 'zh', zone), '12:05:06')
})

t.test('the language is the remembered one, else that of the browser', async (t) => {
  t.equal(languageOf('en', ['zh-CN']), 'en')
  t.equal(languageOf(null, ['zh-TW', 'en']), 'zh')
  t.equal(languageOf('fr', ['de', 'zh']), 'en')
  t.equal(languageOf(null, []), 'en')
})

t.test('a share reads in per cent, and as a dash while nothing can be said', async (t) => {
  t.equal(formatPercent(0.8301), '83.0 %')
  t.equal(formatPercent(undefined), '–')
})
