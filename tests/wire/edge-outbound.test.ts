import t from 'tap'
import {
  drained,
  failure,
  sdp,
  startScene,
  type Request,
  type Response,
} from '../../testkit/edge/edge-app.ts'
import { answer, field, request } from '../../testkit/edge/edge-phone.ts'

// Each waits a while for its last timers to run out: all at once.
t.jobs = 8
const atOnce = { buffered: true }

/** srf's Request of a call, as soon as the edge has accepted it. */
function expectRequest() {
  let cbRequest: (error: unknown, request: Request) => void = () => undefined
  const sent = new Promise<Request>((resolve) => {
    cbRequest = (_error, request) => resolve(request)
  })
  return { cbRequest, sent }
}

t.test('the application calls, talks, and hangs up', atOnce, async (t) => {
  const { edge, srf, phone } = await startScene(t)
  const bob = await phone()
  const rings: number[] = []
  const calling = srf.createUAC(
    `sip:bob@127.0.0.1:${bob.port}`,
    { localSdp: sdp('us'), callingNumber: '95000', headers: { 'X-One': '1', subject: 'hello' } },
    { cbProvisional: (response: Response) => rings.push(response.status) },
  )
  const invite = await bob.next('INVITE')
  const own = `127.0.0.1:${edge.sipPort}`
  t.match(field(invite, 'From'), new RegExp(`^sip:95000@${own};tag=`))
  t.equal(field(invite, 'To'), `<sip:bob@127.0.0.1:${bob.port}>`)
  t.equal(field(invite, 'Contact'), `sip:95000@${own}`)
  t.equal(field(invite, 'X-One') + field(invite, 'Subject'), '1hello')
  t.equal(field(invite, 'Max-Forwards'), '70')
  t.match(invite, /\r\n\r\nv=0/)
  bob.send(answer(invite, '100 Trying'))
  bob.send(answer(invite, '180 Ringing', { tag: 'bob1' }))
  const contact = `sip:bob@127.0.0.1:${bob.port};x=y`
  const ok = answer(invite, '200 OK', { tag: 'bob1', contact, body: sdp('bob') })
  bob.send(ok)
  const ack = await bob.next('ACK')
  t.match(ack, `ACK ${contact} SIP/2.0`)
  t.equal(field(ack, 'CSeq'), field(invite, 'CSeq').replace('INVITE', 'ACK'))
  const dialog = await calling
  t.equal(dialog.id, `${field(invite, 'Call-ID')};from-tag=${dialog.sip.localTag}`)
  t.same(rings, [180])
  bob.send(ok)
  t.equal(await bob.next('ACK'), ack, 'a 200 that comes again is acknowledged again')
  const ending = dialog.destroy()
  const bye = await bob.next('BYE')
  t.match(bye, `BYE ${contact} SIP/2.0`)
  t.match(field(bye, 'To'), /;tag=bob1$/)
  bob.send(answer(bye, '200 OK'))
  await ending
  t.ok(await drained(edge))
})

t.test('the called party hangs up', atOnce, async (t) => {
  const { edge, srf, phone } = await startScene(t)
  const bob = await phone()
  const calling = srf.createUAC(`sip:bob@127.0.0.1:${bob.port}`, { localSdp: sdp('us') })
  const invite = await bob.next('INVITE')
  const contact = `sip:bob@127.0.0.1:${bob.port}`
  bob.send(answer(invite, '200 OK', { tag: 'bob1', contact, body: sdp('bob') }))
  await bob.next('ACK')
  const dialog = await calling
  const ended = new Promise((resolve) => dialog.on('destroy', resolve))
  const bye = {
    method: 'BYE',
    uri: field(invite, 'Contact').slice(1, -1),
    callId: field(invite, 'Call-ID'),
    cseq: 7,
    from: `${field(invite, 'To')};tag=bob1`,
    to: field(invite, 'From'),
  }
  bob.send(request(bob, bye))
  await bob.next('200 OK')
  await ended
  bob.send(request(bob, { ...bye, cseq: 8 }))
  await bob.next('481')
  t.ok(await drained(edge))
})

t.test('a refusal is acknowledged by the edge, and reaches the application', atOnce, async (t) => {
  const { edge, srf, phone } = await startScene(t)
  const bob = await phone()
  const calling = failure(srf.createUAC(`sip:bob@127.0.0.1:${bob.port}`, { localSdp: sdp('us') }))
  const invite = await bob.next('INVITE')
  const busy = answer(invite, '486 Busy Here', { tag: 'bob1' })
  bob.send(busy)
  t.match(field(await bob.next('ACK'), 'To'), /;tag=bob1$/)
  bob.send(busy)
  t.equal(field(await bob.next('ACK'), 'Via'), field(invite, 'Via'))
  t.equal(await calling, 486)
  t.ok(await drained(edge))
})

t.test('an INVITE is repeated until somebody answers, and else ends in 408', atOnce, async (t) => {
  const { edge, srf, phone } = await startScene(t, { t1: 20, t2: 80, t4: 40 })
  const bob = await phone()
  const calling = srf.createUAC(`sip:bob@127.0.0.1:${bob.port}`, { localSdp: sdp('us') })
  t.equal(await failure(calling), 408)
  t.ok(bob.seen.length >= 6, 'timer A doubles: 7 sendings within 64*T1, give or take the tick')
  t.ok(await drained(edge))
})

t.test('a call is cancelled once it rings', atOnce, async (t) => {
  const { edge, srf, phone } = await startScene(t)
  const bob = await phone()
  const { cbRequest, sent } = expectRequest()
  const calling = failure(
    srf.createUAC(`sip:bob@127.0.0.1:${bob.port}`, { localSdp: sdp('us') }, { cbRequest }),
  )
  const invite = await bob.next('INVITE')
  ;(await sent).cancel()
  await new Promise((resolve) => setTimeout(resolve, 30))
  t.notOk(
    bob.seen.some((text) => text.startsWith('CANCEL')),
    'not before a provisional response',
  )
  bob.send(answer(invite, '180 Ringing', { tag: 'bob1' }))
  const cancel = await bob.next('CANCEL')
  t.equal(field(cancel, 'Via'), field(invite, 'Via'))
  bob.send(answer(cancel, '200 OK'))
  bob.send(answer(invite, '487 Request Terminated', { tag: 'bob1' }))
  await bob.next('ACK')
  t.equal(await calling, 487)
  t.ok(await drained(edge))
})

t.test('a 200 that crosses the CANCEL is acknowledged and hung up', atOnce, async (t) => {
  const { edge, srf, phone } = await startScene(t)
  const bob = await phone()
  const { cbRequest, sent } = expectRequest()
  const calling = srf.createUAC(
    `sip:bob@127.0.0.1:${bob.port}`,
    { localSdp: sdp('us') },
    { cbRequest },
  )
  const ended = calling.then((dialog) => new Promise((resolve) => dialog.on('destroy', resolve)))
  const invite = await bob.next('INVITE')
  bob.send(answer(invite, '180 Ringing', { tag: 'bob1' }))
  await new Promise((resolve) => setTimeout(resolve, 20))
  ;(await sent).cancel()
  await bob.next('CANCEL')
  const contact = `sip:bob@127.0.0.1:${bob.port}`
  bob.send(answer(invite, '200 OK', { tag: 'bob1', contact, body: sdp('bob') }))
  await bob.next('ACK')
  const bye = await bob.next('BYE')
  bob.send(answer(bye, '200 OK'))
  await ended
  t.ok(await drained(edge))
})

t.test('of two forks that answer, the second is acknowledged and hung up', atOnce, async (t) => {
  const { edge, srf, phone } = await startScene(t)
  const bob = await phone()
  const calling = srf.createUAC(`sip:bob@127.0.0.1:${bob.port}`, { localSdp: sdp('us') })
  const invite = await bob.next('INVITE')
  const contact = `sip:bob@127.0.0.1:${bob.port}`
  bob.send(answer(invite, '200 OK', { tag: 'bob1', contact, body: sdp('bob') }))
  await bob.next('ACK')
  const dialog = await calling
  bob.send(answer(invite, '200 OK', { tag: 'bob2', contact, body: sdp('bob') }))
  t.match(field(await bob.next('ACK'), 'To'), /;tag=bob2$/)
  const second = await bob.next('BYE')
  t.match(field(second, 'To'), /;tag=bob2$/)
  bob.send(answer(second, '200 OK'))
  const ending = dialog.destroy()
  const first = await bob.next('BYE')
  t.match(field(first, 'To'), /;tag=bob1$/)
  bob.send(answer(first, '200 OK'))
  await ending
  t.ok(await drained(edge))
})

t.test('the application answers a digest challenge under the same dialog', atOnce, async (t) => {
  const { edge, srf, phone } = await startScene(t)
  const bob = await phone()
  const auth = { username: 'us', password: 'pw' }
  const calling = srf.createUAC(`sip:bob@127.0.0.1:${bob.port}`, { localSdp: sdp('us'), auth })
  const first = await bob.next('INVITE')
  const challenge = 'Proxy-Authenticate: Digest realm="r", nonce="n1", qop="auth"'
  bob.send(answer(first, '407 Who', { tag: 'p', headers: [challenge] }))
  await bob.next('ACK')
  const again = await bob.next('INVITE')
  t.equal(field(again, 'Call-ID'), field(first, 'Call-ID'))
  t.equal(field(again, 'From'), field(first, 'From'))
  t.equal(parseInt(field(again, 'CSeq')), parseInt(field(first, 'CSeq')) + 1)
  t.match(field(again, 'Proxy-Authorization'), /username="us"/)
  const contact = `sip:bob@127.0.0.1:${bob.port}`
  bob.send(answer(again, '200 OK', { tag: 'bob1', contact, body: sdp('bob') }))
  await bob.next('ACK')
  const ending = (await calling).destroy()
  bob.send(answer(await bob.next('BYE'), '200 OK'))
  await ending
  t.ok(await drained(edge))
})

t.test(
  'what has nowhere to go is refused, or ends in a response of the edge',
  atOnce,
  async (t) => {
    const { edge, srf } = await startScene(t)
    const call = (uri: string) => srf.createUAC(uri, { localSdp: sdp('us') })
    t.equal(
      await failure(call(`sip:x@127.0.0.1:${edge.sipPort}`)),
      'can not send request to myself',
    )
    t.equal(
      await failure(call('sip:x@127.0.0.1;transport=sctp')),
      'requested protocol/transport not available',
    )
    t.equal(await failure(call('sips:x@127.0.0.1')), 416)
    t.equal(await failure(call('sip:x@127.0.0.1:1;transport=tcp')), 503)
    t.equal(await failure(call('sip:x@gone.invalid;transport=ws')), 503)
    t.equal(await failure(call('sip:x@no-such-host.invalid:5060')), 503)
    t.ok(await drained(edge))
  },
)
