import t from 'tap'
import { parseUri } from '../../../edge/message/uri.ts'
import { createDnsResolver } from '../../../edge/transport/dns-resolver.ts'
import { locate, type ServerTarget } from '../../../edge/transport/locate.ts'
import { startNameServer, type Zone } from '../../../testkit/edge/name-server.ts'

const naptr = (order: number, service: string, target: string) =>
  ({ type: 'NAPTR', order: [order, 50], service, target }) as const
const srv = (priority: number, port: number, target: string) =>
  ({ type: 'SRV', order: [priority, 10, port], target }) as const
const a = (address: string, ttl = 60) => ({ type: 'A', address, ttl }) as const

const zone: Zone = {
  'carrier.test': [
    naptr(20, 'SIP+D2U', '_sip._udp.carrier.test'),
    naptr(10, 'SIP+D2T', '_sip._tcp.carrier.test'),
    naptr(30, 'SIPS+D2T', '_sips._tcp.carrier.test'),
    naptr(5, 'SIP+D2S', '_sip._sctp.carrier.test'),
    a('192.0.2.99'),
  ],
  '_sip._tcp.carrier.test': [srv(2, 5070, 'spare.carrier.test'), srv(1, 5060, 'main.carrier.test')],
  '_sip._udp.carrier.test': [srv(1, 5080, 'main.carrier.test')],
  '_sips._tcp.carrier.test': [srv(1, 5061, 'main.carrier.test')],
  'main.carrier.test': [a('192.0.2.1'), a('192.0.2.2')],
  'spare.carrier.test': [a('192.0.2.3')],
  'plain.test': [a('192.0.2.7')],
  'closed.test': [a('192.0.2.8')],
  '_sip._udp.closed.test': [srv(0, 0, '')],
}

const said = (targets: readonly ServerTarget[]) =>
  targets.map(({ transport, address, port }) => `${transport} ${address}:${port}`)

/** Whoever finds that the time does not pass finds the cache. */
async function startStage(t: Tap) {
  const server = await startNameServer(zone)
  t.teardown(() => server.stop())
  let now = 0
  const names = createDnsResolver({ servers: [server.address] }, () => now)
  const find = async (text: string) => {
    const uri = parseUri(text)
    if (!uri) throw new Error('no URI')
    return said(await locate(uri, { dns: names, families: [4], draw: () => 0.5 }))
  }
  const pass = (ms: number) => {
    now += ms
  }
  return { server, find, pass }
}
type Tap = { teardown(work: () => void): void }

t.test('a domain says by NAPTR and SRV how it wants to be reached, and where', async (t) => {
  const { find } = await startStage(t)
  t.same(await find('sip:x@carrier.test'), [
    'tcp 192.0.2.1:5060',
    'tcp 192.0.2.2:5060',
    'tcp 192.0.2.3:5070',
    'udp 192.0.2.1:5080',
    'udp 192.0.2.2:5080',
    'tls 192.0.2.1:5061',
    'tls 192.0.2.2:5061',
  ])
})

t.test('a transport, a port or sips in the URI leave less choice', async (t) => {
  const { find } = await startStage(t)
  t.same(await find('sips:carrier.test'), ['tls 192.0.2.1:5061', 'tls 192.0.2.2:5061'])
  t.same(await find('sip:carrier.test;transport=udp'), ['udp 192.0.2.1:5080', 'udp 192.0.2.2:5080'])
  t.same(await find('sip:spare.carrier.test:5099'), ['udp 192.0.2.3:5099'])
  t.same(await find('sip:spare.carrier.test;transport=tls'), ['tls 192.0.2.3:5061'])
  t.same(await find('sips:spare.carrier.test:5062;transport=tcp'), ['tls 192.0.2.3:5062'])
  t.same(await find('sip:carrier.test;transport=sctp'), [])
})

t.test('a host without NAPTR and SRV is asked for its address alone', async (t) => {
  const { find } = await startStage(t)
  t.same(await find('sip:plain.test'), ['udp 192.0.2.7:5060'])
  t.same(await find('sips:plain.test'), ['tls 192.0.2.7:5061'])
  t.same(await find('sip:nowhere.test'), [])
})

t.test('a service that is decidedly not there is not looked for elsewhere', async (t) => {
  const { find } = await startStage(t)
  t.same(await find('sip:closed.test;transport=udp'), [])
})

t.test('many calls at once ask once, and none asks again while the answer holds', async (t) => {
  const { server, find, pass } = await startStage(t)
  await Promise.all(Array.from({ length: 50 }, () => find('sip:plain.test:5060')))
  await find('sip:plain.test:5070')
  t.same(server.asked, ['A plain.test'])
  pass(61_000)
  await find('sip:plain.test:5060')
  t.equal(server.asked.length, 2)
})

t.test('that there is no such name is remembered, too, for less long', async (t) => {
  const { server, find, pass } = await startStage(t)
  await find('sip:nowhere.test:5060')
  pass(29_000)
  await find('sip:nowhere.test:5060')
  t.equal(server.asked.length, 1)
  pass(2000)
  await find('sip:nowhere.test:5060')
  t.equal(server.asked.length, 2)
})
