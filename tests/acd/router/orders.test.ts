import fc from 'fast-check'
import t from 'tap'
import { Heap } from '../../../acd/router/heap.ts'
import { Sorted } from '../../../acd/router/sorted.ts'

type Item = { readonly key: number; readonly id: number; place: number }

const isBefore = (one: Item, other: Item) =>
  one.key === other.key ? one.id < other.id : one.key < other.key
const compare = (one: Item, other: Item) => one.key - other.key || one.id - other.id

/** Insert a key, or take out the nth of what is there. */
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ insert: fc.integer({ min: 0, max: 50 }) }) },
    { weight: 2, arbitrary: fc.record({ remove: fc.nat(999) }) },
  ),
  { maxLength: 1200, size: 'max' },
)

t.test('a heap gives what sorting gives, whatever is put in and taken out', async () => {
  fc.assert(
    fc.property(steps, (steps) => {
      const heap = new Heap<Item>(isBefore)
      const all: Item[] = []
      for (const [id, step] of steps.entries()) {
        if ('insert' in step) {
          const item = { key: step.insert, id, place: -1 }
          heap.insert(item)
          all.push(item)
        } else if (all.length > 0) {
          const [item] = all.splice(step.remove % all.length, 1)
          if (item) heap.remove(item)
        }
        const few = [...all].sort(compare).slice(0, 4)
        if (heap.size !== all.length || heap.first() !== few[0]) return false
        if (id % 50 === 0 && heap.firstFew(4).some((item, n) => item !== few[n])) return false
      }
      return true
    }),
    { numRuns: 60 },
  )
})

t.test('runs keep their order and know every rank', async () => {
  fc.assert(
    fc.property(steps, (steps) => {
      const sorted = new Sorted<Item>((one, other) => one.id < other.id)
      const all: Item[] = []
      for (const [id, step] of steps.entries()) {
        if ('insert' in step) {
          const item = { key: step.insert, id, place: -1 }
          sorted.insert(item)
          all.push(item)
        } else if (all.length > 0) {
          const [item] = all.splice(step.remove % all.length, 1)
          if (!item || !sorted.remove(item) || sorted.remove(item)) return false
        }
      }
      all.sort(compare)
      const isSame = [...sorted].every((item, n) => item === all[n])
      const ranksHold = all.every((item, n) => sorted.countBefore(item) === n)
      return isSame && ranksHold && sorted.size === all.length && sorted.first === all[0]
    }),
    { numRuns: 60 },
  )
})
