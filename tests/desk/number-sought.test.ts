import t from 'tap'
import { numberSought } from '../../desk/state/search.ts'

t.test('a number is found however it was written', async (t) => {
  for (const typed of ['138 0013 8000', ' 138-0013-8000 ', '(138) 00138000'])
    t.equal(numberSought(typed), '13800138000', typed)
  t.equal(numberSought('+1 415-555-2671'), '+14155552671')
  t.equal(numberSought(' web-7f3a '), 'web-7f3a', 'a web caller keeps his dash')
  t.equal(numberSought('   '), '')
})
