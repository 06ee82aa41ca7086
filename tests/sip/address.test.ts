import fc from 'fast-check'
import t from 'tap'
import { readAddress, userOf, writeAddress } from '../../sip/address.ts'

t.test('addresses are read with and without names, brackets and users', async (t) => {
  t.same(readAddress('"Li \\"L\\" Na" <sip:138@a.b:5060;x=y>;tag=1'), {
    name: 'Li "L" Na',
    uri: 'sip:138@a.b:5060;x=y',
    user: '138',
  })
  t.same(readAddress('李娜 <sip:138@a.b>'), { name: '李娜', uri: 'sip:138@a.b', user: '138' })
  t.same(readAddress('sip:138@a.b;tag=1'), { uri: 'sip:138@a.b', user: '138' })
  t.same(readAddress('<sip:a.b>'), { uri: 'sip:a.b', user: '' })
  t.equal(readAddress('nobody'), undefined)
})

t.test('a user part is freed of escapes, parameters and password', async (t) => {
  t.equal(userOf('sip:%2B8613800;phone-context=x@a.b'), '+8613800')
  t.equal(userOf('sip:95000:word@a.b'), '95000')
  t.equal(userOf('tel:+86-138;x=y'), '+86-138')
  t.equal(userOf('sip:100%@a.b'), '100%')
  t.equal(userOf('mailto:a@b'), '')
})

t.test('whatever a caller is called, no header can be injected', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (user, name) => {
      const address = writeAddress('a.b', user, name)
      return !/[\r\n\0]/.test(address) && readAddress(address)?.uri.endsWith('a.b') === true
    }),
  )
  t.equal(writeAddress('a.b', '+8613', 'Li "Na"'), '"Li \\"Na\\"" <sip:+8613@a.b>')
})
