import t from 'tap'
import { Latch } from '../../../media/engine/latch.ts'

const at = (port: number, address = '198.51.100.7') => ({ address, port })

t.test('until something is heard, sound goes where the party said', async (t) => {
  t.same(new Latch(at(4000)).target, at(4000))
})

t.test('the first source becomes the party, and nobody else may follow', async (t) => {
  const latch = new Latch(at(4000, '10.0.0.5'))
  t.equal(latch.admits(at(61_000)), true)
  t.same(latch.target, at(61_000))
  t.equal(latch.admits(at(61_001)), false)
  t.equal(latch.admits(at(61_000, '203.0.113.66')), false)
  t.equal(latch.admits(at(61_000)), true)
})

t.test('the signalled address takes over from an earlier one for good', async (t) => {
  const latch = new Latch(at(4000))
  t.equal(latch.admits(at(666)), true, 'somebody was faster')
  t.equal(latch.admits(at(4000)), true)
  t.same(latch.target, at(4000))
  t.equal(latch.admits(at(666)), false)
})
