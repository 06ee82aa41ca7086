import t from 'tap'
import { type LegId, named } from '../../../core/names.ts'
import { type Network, readNetwork } from '../../../core/network.ts'
import { createCallLimits } from '../../../sip/trunk/call-limits.ts'
import { findPeer, type TrunkPeer } from '../../../sip/trunk/peers.ts'
import { readProxyUri } from '../../../sip/trunk/proxy-uri.ts'

const peer = (name: string, networks: string[], addresses: string[] = [], user?: string) => ({
  name,
  networks: networks.map((text) => readNetwork(text) as Network),
  addresses: new Set(addresses),
  ...(user && { user }),
})
const whose = (peers: (TrunkPeer & { name: string })[], address: string, user = '') =>
  findPeer(peers, address, user)?.name

t.test('the smallest network around an address says whose call it is', async (t) => {
  const peers = [
    peer('all', ['0.0.0.0/0']),
    peer('carrier', ['203.0.113.0/24', '2001:db8::/32']),
    peer('pbx', ['203.0.113.77']),
  ]
  t.equal(whose(peers, '203.0.113.77'), 'pbx')
  t.equal(whose(peers, '203.0.113.78'), 'carrier')
  t.equal(whose(peers, '2001:db8::1'), 'carrier')
  t.equal(whose(peers, '198.51.100.1'), 'all')
  t.equal(whose(peers, '2001:db9::1'), undefined)
  t.equal(whose(peers, ''), undefined)
})

t.test('two accounts at one carrier are told apart by the user that is called', async (t) => {
  const proxy = '198.51.100.5'
  const peers = [peer('one', [], [proxy], 'acc1'), peer('two', [], [proxy], 'acc2')]
  t.equal(whose(peers, proxy, 'acc2'), 'two')
  t.equal(whose(peers, proxy, 'acc1'), 'one')
  t.equal(whose(peers, proxy, '95000'), 'one', 'the first, where neither is called')
  t.equal(whose(peers, '198.51.100.6', 'acc1'), undefined, 'a name alone is nobody’s')
  const sameNet = [peer('one', ['10.0.0.0/8'], [], 'a'), peer('two', ['10.0.0.0/8'], [], 'b')]
  t.equal(whose(sameNet, '10.1.1.1', 'b'), 'two')
})

t.test('a full trunk takes no call until one has ended, or the second is over', async (t) => {
  let ms = 0
  const leg = (id: string): LegId => named<LegId>(id)
  const load = createCallLimits({ calls: 2, callsPerSecond: 0 }, () => ms)
  t.same(
    ['a', 'b', 'c'].map((id) => load.take(leg(id))),
    [true, true, false],
  )
  t.equal(load.take(leg('a')), true, 'it has that one already')
  load.release(leg('a'))
  t.equal(load.take(leg('c')), true)

  load.limit({ calls: 0, callsPerSecond: 2 })
  t.same(
    ['d', 'e', 'f'].map((id) => load.take(leg(id))),
    [true, true, false],
  )
  ms = 1000
  t.equal(load.take(leg('f')), true)
})

t.test('a proxy is a SIP URI of a host, and nothing that breaks out of its line', async (t) => {
  t.match(readProxyUri('sips:acc@[2001:db8::1]:5061;transport=TLS;lr'), {
    scheme: 'sips',
    host: '[2001:db8::1]',
    place: '[2001:db8::1]:5061',
    transport: 'tls',
  })
  t.match(readProxyUri('sip:proxy.example.com'), { place: 'proxy.example.com' })
  const wrong = [
    '',
    'tel:+86',
    'sip:',
    'sip:a|b',
    'sip:a b',
    'sip:a\r\nX: y',
    'sip:a?Route=x',
    'sip:<a>',
  ]
  for (const text of wrong) t.equal(readProxyUri(text), undefined, JSON.stringify(text))
})
