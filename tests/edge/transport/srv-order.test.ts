import fc from 'fast-check'
import t from 'tap'
import { orderServices } from '../../../edge/transport/srv-order.ts'

const record = (name: string, priority: number, weight: number) => ({ name, priority, weight })
const namesOf = (records: readonly { name: string }[]) => records.map(({ name }) => name)

t.test('the lowest priority is tried first, whatever the weights', async (t) => {
  const records = [record('spare', 20, 1000), record('main', 10, 1), record('last', 30, 5)]
  t.same(namesOf(orderServices(records, () => 0.999)), ['main', 'spare', 'last'])
})

t.test('within a priority the drawn number falls to one by its weight', async (t) => {
  const records = [record('big', 1, 60), record('small', 1, 20), record('middle', 1, 20)]
  const firstAt = (drawn: number) => orderServices(records, () => drawn)[0]?.name
  // The running sums are small 20, middle 40, big 100; 0 to 100 is drawn.
  t.equal(firstAt(0), 'small')
  t.equal(firstAt(0.2), 'small')
  t.equal(firstAt(0.21), 'middle')
  t.equal(firstAt(0.41), 'big')
  t.equal(firstAt(0.99), 'big')
})

t.test('a weight of zero has a small chance, and no more', async (t) => {
  const records = [record('heavy', 1, 9), record('zero', 1, 0)]
  t.same(namesOf(orderServices(records, () => 0)), ['zero', 'heavy'])
  t.same(namesOf(orderServices(records, () => 0.1)), ['heavy', 'zero'])
})

t.test('every record is in the order once, its priorities ascending', async (t) => {
  const records = fc.array(
    fc.record({ priority: fc.nat(3), weight: fc.nat(100), name: fc.string() }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(
      records,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (all, drawn) => {
        const ordered = orderServices(all, () => drawn)
        const priorities = ordered.map(({ priority }) => priority)
        return (
          new Set(ordered).size === all.length &&
          all.every((each) => ordered.includes(each)) &&
          priorities.every((each, i) => i === 0 || each >= (priorities[i - 1] ?? 0))
        )
      },
    ),
  )
  t.pass('for any records')
})
