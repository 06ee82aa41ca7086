import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import t from 'tap'
import { WebSocket } from 'ws'
import { failure, quick, sdp, startScene } from '../../testkit/edge/edge-app.ts'
import { answer, field } from '../../testkit/edge/edge-phone.ts'
import { isSip } from '../../testkit/phone/sip-text.ts'
import { within } from '../../testkit/within.ts'

const hasIpv6 = Object.values(networkInterfaces()).some((each) =>
  each?.some(({ address }) => address === '::1'),
)
const skip = hasIpv6 ? {} : { skip: 'this machine has no IPv6' }

const ask = (transport: string, branch: string) =>
  `OPTIONS sip:[::1] SIP/2.0\r\nVia: SIP/2.0/${transport} [::1]:5999;branch=${branch}\r\n` +
  `From: <sip:a@[::1]>;tag=1\r\nTo: <sip:b@[::1]>\r\nCall-ID: ${branch}\r\nCSeq: 1 OPTIONS\r\n` +
  'Content-Length: 0\r\n\r\n'

/** The next SIP message that comes here; a stray datagram is none. */
async function nextMessage(socket: Socket): Promise<string> {
  for (;;) {
    const [datagram] = (await within('message over UDP', once(socket, 'message'))) as [Buffer]
    const text = datagram.toString()
    if (isSip(text)) return text
  }
}

t.test('the edge speaks IPv4 and IPv6 at once, over each transport', skip, async (t) => {
  const scene = await startScene(t, quick, ['invite', 'options'], { otherHost: '::1' })
  const { edge, srf } = scene
  srf.options((request, response) =>
    response.send(200, { headers: { 'X-On': request.receivedOn ?? '' } }),
  )
  const [, six] = edge.listening
  if (!six) throw new Error('it does not listen on IPv6')
  t.equal(six.address, '::1')

  const phone = createSocket('udp6').bind(0, '::1')
  t.teardown(() => phone.close())
  await once(phone, 'listening')
  const nextDatagram = () => nextMessage(phone)
  phone.send(ask('UDP', 'z9hG4bK1'), six.sipPort, '::1')
  const answered = await nextDatagram()
  t.match(answered, /^SIP\/2\.0 200 OK/)
  t.match(field(answered, 'Via'), /\[::1\]:5999;.*rport=/)

  const tcp = connect(six.sipPort, '::1')
  t.teardown(() => tcp.destroy())
  tcp.write(ask('TCP', 'z9hG4bK2'))
  t.match(String(((await once(tcp, 'data')) as [Buffer])[0]), /^SIP\/2\.0 200 OK/)
  const browser = new WebSocket(`ws://[::1]:${six.wsPort}`, 'sip')
  t.teardown(() => browser.terminate())
  await once(browser, 'open')
  browser.send(ask('WS', 'z9hG4bK3'))
  t.match(String(((await once(browser, 'message')) as [Buffer])[0]), /^SIP\/2\.0 200 OK/)

  const port = phone.address().port
  const calling = failure(srf.createUAC(`sip:bob@[0:0::1]:${port}`, { localSdp: sdp('us') }))
  const invite = await nextDatagram()
  t.match(field(invite, 'Via'), `SIP/2.0/UDP [::1]:${six.sipPort};`)
  t.match(field(invite, 'Contact'), `sip:[::1]:${six.sipPort}`)
  phone.send(answer(invite, '486 Busy Here', { tag: 'b' }), six.sipPort, '::1')
  t.match(await nextDatagram(), /^ACK /)
  t.equal(await calling, 486)

  const four = await scene.phone()
  const other = failure(srf.createUAC(`sip:bob@127.0.0.1:${four.port}`, { localSdp: sdp('us') }))
  const toFour = await four.next('INVITE')
  t.match(field(toFour, 'Via'), `SIP/2.0/UDP 127.0.0.1:${edge.sipPort};`)
  four.send(answer(toFour, '486 Busy Here', { tag: 'b' }))
  t.equal(await other, 486)
})

t.test('an edge that speaks one family refuses the other', async (t) => {
  const { srf } = await startScene(t)
  const call = srf.createUAC('sip:bob@[2001:db8::1]', { localSdp: sdp('us') })
  t.equal(await failure(call), 'requested protocol/transport not available')
})

t.test('IPv6 may be all there is', skip, async (t) => {
  const { edge, srf } = await startScene(t, quick, ['invite'], { host: '::1' })
  const phone = createSocket('udp6').bind(0, '::1')
  t.teardown(() => phone.close())
  await once(phone, 'listening')
  const uri = `sip:bob@[::1]:${phone.address().port}`
  const calling = failure(srf.createUAC(uri, { localSdp: sdp('us') }))
  const datagram = await nextMessage(phone)
  t.match(field(datagram, 'Contact'), `sip:[::1]:${edge.sipPort}`)
  phone.send(answer(datagram, '486 Busy Here', { tag: 'b' }), edge.sipPort, '::1')
  t.equal(await calling, 486)
})
