import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { connect, createServer, type TLSSocket } from 'node:tls'
import t, { type Test } from 'tap'
import type { EdgeOptions } from '../../edge/start-edge.ts'
import { drained, failure, quick, sdp, startScene } from '../../testkit/edge/edge-app.ts'
import {
  answer,
  field,
  phoneOver,
  request,
  startTlsPhone,
  type Phone,
} from '../../testkit/edge/edge-phone.ts'
import { startNameServer } from '../../testkit/edge/name-server.ts'

const pem = (name: string) =>
  readFileSync(new URL(`../../testkit/certificates/${name}`, import.meta.url), 'utf8')
const one = { cert: pem('one.crt'), key: pem('one.key') }
const other = { cert: pem('other.crt'), key: pem('other.key') }
const carrier = { cert: pem('carrier.crt'), key: pem('carrier.key') }

t.jobs = 8
const atOnce = { buffered: true }

const startSecured = (t: Test, options: Partial<EdgeOptions> = {}) =>
  startScene(t, quick, ['invite', 'register', 'options'], { tls: one, tlsPort: 0, ...options })

/** A carrier's server, found as carrier.test; whoever connects is served by a new phone. */
async function startCarrier(t: Test) {
  const phones: Phone[] = []
  const waiting: ((phone: Phone) => void)[] = []
  const server = createServer(carrier, (socket) => {
    const phone = phoneOver(socket)
    phones.push(phone)
    waiting.shift()?.(phone)
  })
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const port = typeof bound === 'object' && bound ? bound.port : 0
  const names = await startNameServer({
    '_sips._tcp.carrier.test': [{ type: 'SRV', order: [1, 1, port], target: 'one.carrier.test' }],
    '_sips._tcp.impostor.test': [{ type: 'SRV', order: [1, 1, port], target: 'one.carrier.test' }],
    'one.carrier.test': [{ type: 'A', address: '127.0.0.1' }],
  })
  t.teardown(() => {
    names.stop()
    for (const phone of phones) phone.close()
    server.close()
  })
  const connected = () => new Promise<Phone>((resolve) => waiting.push(resolve))
  return { port, names: [names.address], phones, connected }
}

t.test('a phone calls by TLS, and is called back over its connection', atOnce, async (t) => {
  const { edge, srf } = await startSecured(t)
  srf.invite((request, response) => void srf.createUAS(request, response, { localSdp: sdp('us') }))
  srf.register((_request, response) => response.send(200, { headers: { Expires: '60' } }))
  const alice = await startTlsPhone(edge.tlsPort, one.cert)
  t.teardown(() => alice.close())
  const contact = `sip:alice@127.0.0.1:${alice.port};transport=tls`
  const plan = {
    uri: `sip:127.0.0.1:${edge.tlsPort};transport=tls`,
    callId: 'tls1',
    cseq: 1,
    from: '<sip:alice@here>;tag=a',
    to: '<sip:95000@here>',
    contact,
  }
  alice.send(request(alice, { ...plan, method: 'INVITE', body: sdp('alice') }))
  const ok = await alice.next('200 OK')
  t.match(field(ok, 'Contact'), `<sip:127.0.0.1:${edge.tlsPort};transport=tls>`)
  alice.send(request(alice, { ...plan, method: 'ACK', to: field(ok, 'To') }))
  alice.send(request(alice, { ...plan, method: 'BYE', cseq: 2, to: field(ok, 'To') }))
  await alice.next('200 OK', '2 BYE')

  alice.send(request(alice, { ...plan, method: 'REGISTER', callId: 'r', cseq: 5 }))
  await alice.next('200 OK', '5 REGISTER')
  const calling = failure(srf.createUAC(contact, { localSdp: sdp('us') }))
  const invite = await alice.next('INVITE sip:alice@')
  t.match(field(invite, 'Via'), `SIP/2.0/TLS 127.0.0.1:${edge.tlsPort};`)
  alice.send(answer(invite, '486 Busy Here', { tag: 'b' }))
  await alice.next('ACK')
  t.equal(await calling, 486)
  t.equal(edge.counts().connections, 1)
  t.ok(await drained(edge))
})

t.test(
  'a carrier is called by sips, and proves its name; its connection is used again',
  atOnce,
  async (t) => {
    const far = await startCarrier(t)
    const trust = { ca: pem('authority.crt'), isStrict: true }
    const { edge, srf } = await startSecured(t, { nameServers: far.names, trust })
    const connecting = far.connected()
    const call = () => failure(srf.createUAC('sips:bob@carrier.test', { localSdp: sdp('us') }))
    const calling = call()
    const bob = await connecting
    const invite = await bob.next('INVITE sips:bob@carrier.test')
    t.match(field(invite, 'Via'), `SIP/2.0/TLS 127.0.0.1:${edge.tlsPort};`)
    t.match(field(invite, 'Contact'), `<sips:127.0.0.1:${edge.tlsPort}>`)
    bob.send(answer(invite, '486 Busy Here', { tag: 'b' }))
    t.equal(await calling, 486)
    const again = call()
    bob.send(answer(await bob.next('INVITE'), '600 Busy Everywhere', { tag: 'c' }))
    t.equal(await again, 600)
    t.equal(far.phones.length, 1)
    t.ok(await drained(edge))
  },
)

t.test('whoever can not prove the name that was meant is not called', atOnce, async (t) => {
  const far = await startCarrier(t)
  const trust = { ca: pem('authority.crt'), isStrict: true }
  const { edge, srf } = await startSecured(t, { nameServers: far.names, trust })
  const call = (uri: string) => failure(srf.createUAC(uri, { localSdp: sdp('us') }))
  t.equal(await call('sip:bob@impostor.test;transport=tls'), 503, 'another name')
  const stranger = await startSecured(t, { nameServers: far.names })
  const unknown = stranger.srf.createUAC('sips:bob@carrier.test', { localSdp: sdp('us') })
  t.equal(await failure(unknown), 503, 'an authority that nobody knows')
  t.ok(await drained(edge))
})

t.test(
  'who is told not to check takes any certificate, without one of its own',
  atOnce,
  async (t) => {
    const far = await startCarrier(t)
    const { edge, srf } = await startScene(t, quick, ['invite'], { trust: { isStrict: false } })
    const connecting = far.connected()
    const uri = `sip:bob@127.0.0.1:${far.port};transport=tls`
    const calling = failure(srf.createUAC(uri, { localSdp: sdp('us') }))
    const bob = await connecting
    bob.send(answer(await bob.next('INVITE'), '486 Busy Here', { tag: 'b' }))
    t.equal(await calling, 486)
    const sips = srf.createUAC(`sips:bob@127.0.0.1:${far.port}`, { localSdp: sdp('us') })
    t.equal(await failure(sips), 416, 'nobody could call back by sips')
    t.ok(await drained(edge))
  },
)

t.test('a new certificate is for new connections, and the old ones go on', atOnce, async (t) => {
  const { edge, srf } = await startSecured(t)
  srf.options((_request, response) => response.send(200))
  const before = await startTlsPhone(edge.tlsPort, one.cert)
  t.teardown(() => before.close())
  edge.renew(other)
  const seen = await seenCertificate(edge.tlsPort)
  const expected = new X509Certificate(other.cert).fingerprint256
  t.equal(seen, expected)
  t.equal(await seenCertificate(edge.wsPort), expected)
  const plan = {
    method: 'OPTIONS',
    uri: 'sip:127.0.0.1',
    callId: 'o',
    cseq: 1,
    from: '<sip:a@b>;tag=1',
    to: '<sip:b@c>',
  }
  before.send(request(before, plan))
  await before.next('200 OK')
  t.throws(() => edge.renew({ cert: one.cert, key: other.key }))
})

t.test(
  'a handshake that does not end is ended, and plain talk on the port is none',
  atOnce,
  async (t) => {
    const { edge } = await startSecured(t, { limits: { handshakeMs: 200 } })
    const silent = connectTcp(edge.tlsPort, '127.0.0.1')
    const plain = connectTcp(edge.tlsPort, '127.0.0.1')
    plain.write('OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 0\r\n\r\n')
    for (const socket of [silent, plain]) socket.on('error', () => undefined).resume()
    await Promise.all([once(silent, 'close'), once(plain, 'close')])
    const old = connect({
      host: '127.0.0.1',
      port: edge.tlsPort,
      ca: one.cert,
      maxVersion: 'TLSv1.1',
    })
    t.match(await once(old, 'error'), [Error], 'nor is anything before TLS 1.2')
    t.equal(edge.counts().connections, 0)
  },
)

async function seenCertificate(port: number): Promise<string> {
  const socket: TLSSocket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { fingerprint256 } = socket.getPeerCertificate()
  socket.destroy()
  return fingerprint256
}
