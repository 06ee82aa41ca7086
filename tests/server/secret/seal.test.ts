import t from 'tap'
import { createSeal } from '../../../server/secret/seal.ts'

const ours = createSeal('a'.repeat(64))

t.test('what was sealed is read again with the same secret', async (t) => {
  t.equal(ours.unseal(ours.seal('口令 p@ss')), '口令 p@ss')
  t.equal(ours.unseal(ours.seal('')), '')
})

t.test('the same text is sealed differently each time', async (t) => {
  t.not(ours.seal('word'), ours.seal('word'))
})

t.test('nobody else can read it, and no change goes unnoticed', async (t) => {
  const sealed = ours.seal('word')
  const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`
  t.throws(() => createSeal('b'.repeat(64)).unseal(sealed))
  t.throws(() => ours.unseal(changed))
  t.throws(() => ours.unseal('word'))
})
