import fc from 'fast-check'
import t from 'tap'
import { isWithin, readNetwork } from '../../core/network.ts'

const covers = (network: string, address: string): boolean | undefined => {
  const read = readNetwork(network)
  return read && isWithin(address, read)
}

t.test('an address lies in the networks that share its first bits', async (t) => {
  t.equal(covers('203.0.113.0/24', '203.0.113.77'), true)
  t.equal(covers('203.0.113.0/24', '203.0.114.1'), false)
  t.equal(covers('203.0.113.9', '203.0.113.9'), true)
  t.equal(covers('203.0.113.9/31', '203.0.113.8'), true, 'the rest of the bits does not matter')
  t.equal(covers('0.0.0.0/0', '8.8.8.8'), true)
  t.equal(covers('2001:db8::/32', '2001:db8:1::9'), true)
  t.equal(covers('2001:db8::/32', '2001:db9::'), false)
  t.equal(covers('::/0', '10.0.0.1'), false, 'the other version')
  t.equal(covers('192.0.2.0/24', '::ffff:192.0.2.5'), true, 'IPv4 as a dual socket tells it')
  t.equal(covers('192.0.2.0/24', 'proxy.example.com'), false)
})

t.test('what is no network is told from one', async (t) => {
  const wrong = ['', 'x', '1.2.3', '1.2.3.256', '1.2.3.4/33', '1.2.3.4/', '1.2.3.4/8/8', '::/129']
  const six = ['1::2::3', ':', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8::', 'fe80::1%eth0', '12345::']
  for (const text of [...wrong, ...six]) t.equal(readNetwork(text), undefined, text)
})

t.test('the shortest and the full way to write an IPv6 address mean one network', async (t) => {
  t.same(readNetwork('2001:DB8::1'), readNetwork('2001:0db8:0:0:0:0:0:1'))
  fc.assert(
    fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), (address, length) => {
      const network = readNetwork(`${address}/${length}`)
      return network !== undefined && (network.version === 4 || isWithin(address, network))
    }),
  )
})
