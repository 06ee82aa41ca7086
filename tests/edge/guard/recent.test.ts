import fc from 'fast-check'
import t from 'tap'
import { Recent } from '../../../edge/guard/recent.ts'

t.test(
  'the table never holds more than its size, and never forgets who was met of late',
  async () => {
    const act = fc.tuple(fc.constantFrom('get', 'set', 'delete'), fc.nat(60))
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 500 }),
        fc.integer({ min: 2, max: 20 }),
        (acts, half) => {
          const table = new Recent<number>(half * 2)
          const model = new Map<string, number>()
          return acts.every(([does, number]) => {
            const key = String(number)
            const had = model.get(key)
            const met = table.get(key)
            model.delete(key)
            if (does === 'set') table.set(key, number)
            if (does === 'delete') table.delete(key)
            if (does === 'set' || (does === 'get' && met !== undefined)) model.set(key, number)
            // The last that were met are the last of the model.
            const late = [...model.keys()].slice(-half)
            const isKept = late.every((each) => table.entries().some(([kept]) => kept === each))
            return (
              isKept &&
              table.size <= half * 2 &&
              (met === undefined || met === had || had === undefined)
            )
          })
        },
      ),
    )
  },
)

t.test('an entry is there once, the younger value counts', async (t) => {
  const table = new Recent<string>(4)
  table.set('a', 'first')
  table.set('b', '')
  table.set('c', '')
  table.set('a', 'second')
  t.equal(table.get('a'), 'second')
  t.same(
    table.entries().filter(([key]) => key === 'a'),
    [['a', 'second']],
  )
})
