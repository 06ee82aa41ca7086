import fc from 'fast-check'
import t from 'tap'
import type { Language } from '../../../core/language.ts'
import { highestSpoken } from '../../../core/speaking/number.ts'
import { speakValue } from '../../../core/speaking/speak-value.ts'
import { currencies, type SpokenValue } from '../../../core/speaking/value.ts'
import { promptText } from '../../media/prompt-texts.ts'

const heard = (value: SpokenValue, language: Language) =>
  speakValue(value, language)
    .map((id) => promptText(id))
    .join(language === 'zh' ? '' : ' ')

const inBoth = (value: SpokenValue) => [heard(value, 'zh'), heard(value, 'en')]

t.test('a date is told with its year or without, and a weekday by its number', async (t) => {
  t.same(inBoth({ date: '2026-11-22' }), ['二零二六年十一月二十二日', 'November 20 second 20 26'])
  t.same(inBoth({ date: '2005-01-01' }), ['二零零五年一月一日', 'January first 2 thousand 5'])
  t.same(inBoth({ date: '02-29' }), ['二月二十九日', 'February 20 ninth'])
  t.equal(heard({ date: '1905-03-03' }, 'en'), 'March third 19 oh 5')
  t.equal(heard({ date: '1900-12-31' }, 'en'), 'December 30 first 19 hundred')
  t.equal(heard({ date: '2000-12-20' }, 'en'), 'December twentieth 2 thousand')
  t.same(inBoth({ weekday: 1 }), ['星期一', 'Monday'])
  t.same(inBoth({ weekday: 7 }), ['星期日', 'Sunday'])
  for (const date of ['2026-02-29', '1900-02-29', '13-01', '04-31', '0000-01-01', '1-1', 'today'])
    t.same(inBoth({ date }), ['', ''], date)
  t.same(inBoth({ weekday: 8 }), ['', ''])
})

t.test('a time of day is told so that morning and evening differ', async (t) => {
  t.same(inBoth({ time: '00:00' }), ['凌晨零点整', 'midnight'])
  t.same(inBoth({ time: '02:05' }), ['凌晨两点零五分', '2 oh 5 a m'])
  t.same(inBoth({ time: '08:30' }), ['早上八点三十分', '8 30 a m'])
  t.same(inBoth({ time: '11:00' }), ['上午十一点整', '11 a m'])
  t.same(inBoth({ time: '12:00' }), ['中午十二点整', 'noon'])
  t.same(inBoth({ time: '14:15' }), ['下午两点十五分', '2 15 p m'])
  t.same(inBoth({ time: '23:59' }), ['晚上十一点五十九分', '11 59 p m'])
  const all = Array.from({ length: 1440 }, (_, minute) => {
    const [hours, minutes] = [Math.floor(minute / 60), minute % 60]
    return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
  })
  for (const language of ['zh', 'en'] as const)
    t.equal(new Set(all.map((time) => heard({ time }, language))).size, 1440, language)
  t.same(inBoth({ time: '24:00' }), ['', ''])
})

t.test('a duration is told in days, hours, minutes and seconds', async (t) => {
  t.same(inBoth({ durationSeconds: 0 }), ['零秒', '0 seconds'])
  t.same(inBoth({ durationSeconds: 7325 }), ['两小时两分钟五秒', '2 hours 2 minutes 5 seconds'])
  t.same(inBoth({ durationSeconds: 90_060 }), ['一天一小时一分钟', '1 day 1 hour 1 minute'])
  t.same(inBoth({ durationSeconds: 59.6 }), ['一分钟', '1 minute'])
  t.same(inBoth({ durationSeconds: -1 }), ['', ''])
  fc.assert(
    fc.property(fc.nat(10_000_000), (seconds) => {
      const text = heard({ durationSeconds: seconds }, 'en')
      const sizes: Record<string, number> = { day: 86_400, hour: 3600, minute: 60, second: 1 }
      let [sum, count] = [0, 0]
      for (const word of text.split(' ')) {
        const size = sizes[word.replace(/s$/, '')]
        if (size !== undefined) [sum, count] = [sum + count * size, 0]
        else count = word === 'hundred' ? count * 100 : count + Number(word)
      }
      return sum === seconds
    }),
  )
})

t.test('money is told in its units', async (t) => {
  const cny = (amount: number) => inBoth({ amount, currency: 'CNY' })
  t.same(cny(12.34), ['十二元三角四分', '12 yuan and 34 fen'])
  t.same(cny(12.04), ['十二元零四分', '12 yuan and 4 fen'])
  t.same(cny(12.3), ['十二元三角', '12 yuan and 30 fen'])
  t.same(cny(2), ['两元', '2 yuan'])
  t.same(cny(0.5), ['五角', '50 fen'])
  t.same(cny(0), ['零元', '0 yuan'])
  t.same(cny(-8), ['负八元', 'minus 8 yuan'])
  t.same(cny(1.005), ['一元', '1 yuan'], 'not a hundredth')
  t.same(inBoth({ amount: 1.01, currency: 'USD' }), ['一美元一美分', '1 dollar and 1 cent'])
  t.same(inBoth({ amount: 2000, currency: 'USD' }), ['两千美元', '2 thousand dollars'])
  t.same(inBoth({ amount: 0.99, currency: 'EUR' }), ['九十九欧分', '99 cents'])
  t.same(inBoth({ amount: 1, currency: 'EUR' }), ['一欧元', '1 euro'])
  fc.assert(
    fc.property(
      fc.double({ noNaN: true }),
      fc.constantFrom(...currencies),
      fc.constantFrom('zh' as const, 'en' as const),
      (amount, currency, language) => {
        heard({ amount, currency }, language)
        return true
      },
    ),
    { examples: [[highestSpoken + 1, 'EUR', 'en']] },
  )
})

t.test('a share is told in percent', async (t) => {
  t.same(inBoth({ percent: 3.5 }), ['百分之三点五', '3 point 5 percent'])
  t.same(inBoth({ percent: 100 }), ['百分之一百', '1 hundred percent'])
})
