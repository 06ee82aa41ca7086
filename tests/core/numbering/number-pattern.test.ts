import t from 'tap'
import { findPattern, fitsPattern } from '../../../core/numbering/number-pattern.ts'

t.test('a pattern fits the whole number', async (t) => {
  t.ok(fitsPattern('95000', '95000'))
  t.notOk(fitsPattern('95000', '950001'))
  t.ok(fitsPattern('95xxx', '95123'))
  t.notOk(fitsPattern('95xxx', '9512'))
  t.notOk(fitsPattern('95xxx', '9512+'))
  t.ok(fitsPattern('+86571*', '+8657187654321'))
  t.ok(fitsPattern('+86571*', '+86571'))
  t.notOk(fitsPattern('+86571*', '86571'))
  t.ok(fitsPattern('*', ''))
})

t.test('the pattern with the most digits counts, then the one that leaves less open', async (t) => {
  const of = (...patterns: string[]) => patterns.map((pattern) => ({ pattern }))
  const find = (number: string, ...patterns: string[]) => findPattern(of(...patterns), number)
  t.match(find('+8613800138000', '*', '+86*', '+8613*', '+1*'), { pattern: '+8613*' })
  t.match(find('95123', '95*', '95xxx'), { pattern: '95xxx' })
  t.match(find('95123', '9512x', '95*'), { pattern: '9512x' })
  t.match(find('+441', '*'), { pattern: '*' })
  t.equal(find('110', '120', '+*'), undefined)
})
