import t from 'tap'
import {
  drained,
  sdp,
  startScene,
  type Dialog,
  type Request,
  type Response,
} from '../../testkit/edge/edge-app.ts'
import { answer, field, request, type Phone } from '../../testkit/edge/edge-phone.ts'

// SUBSCRIBE and NOTIFY (RFC 6665), REFER (RFC 3515), and several uses of one dialog (RFC 5057). All at once.
t.jobs = 8
const atOnce = { buffered: true }
const quick = { t1: 50, t2: 200, t4: 100 }
const methods = ['invite', 'subscribe', 'notify', 'refer']
const event = ['Event: presence', 'Expires: 60']
const ended = ['Event: presence', 'Subscription-State: terminated;reason=noresource']

const ask = (phone: Phone, port: number, callId: string, method: string) => ({
  method,
  uri: `sip:95000@127.0.0.1:${port}`,
  callId,
  cseq: 1,
  from: '<sip:alice@example.com>;tag=alice1',
  to: '<sip:95000@example.com>',
  contact: `sip:alice@127.0.0.1:${phone.port}`,
})

t.test(
  'a SUBSCRIBE that the application takes makes a dialog, until its last NOTIFY',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t, quick, methods)
    const alice = await phone()
    const begun = new Promise<Dialog>((resolve) => {
      srf.use('subscribe', (req, res) => {
        void srf.createUAS(req, res, { headers: { Expires: '60' } }).then(resolve)
      })
    })
    const plan = ask(alice, edge.sipPort, 'sub-1', 'SUBSCRIBE')
    alice.send(request(alice, { ...plan, headers: event }))
    const ok = await alice.next('202')
    t.ok(field(ok, 'Contact'))
    const dialog = await begun
    t.equal(dialog.id, 'sub-1;from-tag=alice1')
    const telling = dialog.request({
      method: 'NOTIFY',
      headers: { Event: 'presence', 'Subscription-State': 'active;expires=60' },
    })
    const notify = await alice.next('NOTIFY')
    t.match(notify, `NOTIFY ${plan.contact} SIP/2.0`)
    t.equal(field(notify, 'From'), field(ok, 'To'))
    alice.send(answer(notify, '200 OK'))
    t.equal((await telling).status, 200)
    const refreshed = new Promise((resolve) => {
      dialog.on('subscribe', (_req: Request, res: Response) => {
        res.send(200)
        resolve(true)
      })
    })
    alice.send(request(alice, { ...plan, cseq: 2, to: field(ok, 'To'), headers: event }))
    await alice.next('200', '2 SUBSCRIBE')
    await refreshed
    alice.send(request(alice, { ...plan, method: 'BYE', cseq: 3, to: field(ok, 'To') }))
    await alice.next('481', '3 BYE')
    t.equal(edge.counts().dialogs, 1)
    const ending = dialog.destroy()
    const last = await alice.next('NOTIFY')
    t.match(field(last, 'Subscription-State'), 'terminated')
    alice.send(answer(last, '200 OK'))
    await ending
    t.ok(await drained(edge))
  },
)

t.test(
  'a subscription that nobody refreshes ends with a NOTIFY that says so',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t, { t1: 20, t2: 80, t4: 40 }, methods)
    const alice = await phone()
    srf.use('subscribe', (_req, res) => res.send(200, { headers: { Expires: '1' } }))
    const plan = ask(alice, edge.sipPort, 'sub-2', 'SUBSCRIBE')
    alice.send(request(alice, { ...plan, headers: event }))
    await alice.next('200')
    const last = await alice.next('NOTIFY')
    t.equal(field(last, 'Subscription-State'), 'terminated;reason=timeout')
    t.equal(field(last, 'Event'), 'presence')
    alice.send(answer(last, '200 OK'))
    t.ok(await drained(edge))
  },
)

t.test(
  'the application subscribes; a NOTIFY may overtake the 200, and the last one ends it',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t, quick, methods)
    const bob = await phone()
    const notified: (string | undefined)[] = []
    srf.use('notify', (req, res) => {
      notified.push(req.get('Subscription-State'))
      res.send(200)
    })
    const subscribing = srf.createUAC(`sip:bob@127.0.0.1:${bob.port}`, {
      method: 'SUBSCRIBE',
      headers: { Event: 'presence', Expires: '60' },
    })
    const subscribe = await bob.next('SUBSCRIBE')
    t.ok(field(subscribe, 'Contact'))
    const contact = `sip:bob@127.0.0.1:${bob.port}`
    const notify = {
      method: 'NOTIFY',
      uri: field(subscribe, 'Contact').slice(1, -1),
      callId: field(subscribe, 'Call-ID'),
      cseq: 5,
      from: `${field(subscribe, 'To')};tag=bob1`,
      to: field(subscribe, 'From'),
      contact,
    }
    const active = ['Event: presence', 'Subscription-State: active;expires=60']
    bob.send(request(bob, { ...notify, headers: active }))
    await bob.next('200', '5 NOTIFY')
    bob.send(
      request(bob, { ...notify, from: `${field(subscribe, 'To')};tag=fork2`, headers: active }),
    )
    await bob.next('481', '5 NOTIFY')
    bob.send(answer(subscribe, '200 OK', { tag: 'bob1', contact, headers: ['Expires: 60'] }))
    const dialog = await subscribing
    t.equal(dialog.sip.remoteTag, 'bob1')
    const refreshing = dialog.request({
      method: 'SUBSCRIBE',
      headers: { Event: 'presence', Expires: '60' },
    })
    const again = await bob.next('SUBSCRIBE')
    t.match(again, `SUBSCRIBE ${contact} SIP/2.0`)
    t.match(field(again, 'To'), /;tag=bob1$/)
    bob.send(answer(again, '200 OK', { contact, headers: ['Expires: 60'] }))
    await refreshing
    t.same(notified, ['active;expires=60'])
    bob.send(request(bob, { ...notify, cseq: 6, headers: ended }))
    await bob.next('200', '6 NOTIFY')
    t.ok(await drained(edge))
  },
)

t.test('a refused SUBSCRIBE leaves nothing', atOnce, async (t) => {
  const { edge, srf, phone } = await startScene(t, quick, methods)
  const bob = await phone()
  await srf.request(`sip:bob@127.0.0.1:${bob.port}`, {
    method: 'SUBSCRIBE',
    headers: { Event: 'x' },
  })
  bob.send(answer(await bob.next('SUBSCRIBE'), '489 Bad Event', { tag: 'b1' }))
  t.ok(await drained(edge))
})

t.test(
  'a REFER in a call is told of by NOTIFYs in the same dialog, which outlive the call',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t, quick, methods)
    const alice = await phone()
    const begun = new Promise<Dialog>((resolve) => {
      srf.invite((req, res) => void srf.createUAS(req, res, { localSdp: sdp('us') }).then(resolve))
    })
    const plan = ask(alice, edge.sipPort, 'refer-1', 'INVITE')
    alice.send(request(alice, { ...plan, body: sdp('alice') }))
    const to = field(await alice.next('200 OK'), 'To')
    alice.send(request(alice, { ...plan, method: 'ACK', to }))
    const dialog = await begun
    const told = new Promise<Response>((resolve, reject) => {
      dialog.on('refer', (req: Request, res: Response) => {
        t.equal(req.get('Referred-By'), '<sip:alice@example.com>')
        res.send(202)
        const headers = {
          Event: 'refer',
          'Subscription-State': 'active;expires=60',
          'Content-Type': 'message/sipfrag',
        }
        dialog
          .request({ method: 'NOTIFY', headers, body: 'SIP/2.0 100 Trying' })
          .then(resolve, reject)
      })
    })
    const headers = [
      'Refer-To: <sip:1002@example.com?Replaces=x%3Bto-tag%3D1%3Bfrom-tag%3D2>',
      'Referred-By: <sip:alice@example.com>',
    ]
    alice.send(request(alice, { ...plan, method: 'REFER', cseq: 2, to, headers }))
    await alice.next('202', '2 REFER')
    const trying = await alice.next('NOTIFY')
    t.match(trying, /\r\n\r\nSIP\/2.0 100 Trying$/)
    alice.send(answer(trying, '200 OK'))
    await told
    alice.send(request(alice, { ...plan, method: 'BYE', cseq: 3, to }))
    await alice.next('200', '3 BYE')
    t.equal(edge.counts().dialogs, 1, 'the subscription goes on')
    const done = {
      Event: 'refer',
      'Subscription-State': 'terminated;reason=noresource',
      'Content-Type': 'message/sipfrag',
    }
    const last = srf.request('sip:placeholder', {
      method: 'NOTIFY',
      stackDialogId: dialog.id,
      headers: done,
      body: 'SIP/2.0 200 OK',
    })
    alice.send(answer(await alice.next('NOTIFY'), '200 OK'))
    await last
    t.ok(await drained(edge))
  },
)

t.test('the last NOTIFY of a REFER does not end the call', atOnce, async (t) => {
  const { edge, srf, phone } = await startScene(t, quick, methods)
  const bob = await phone()
  const calling = srf.createUAC(`sip:bob@127.0.0.1:${bob.port}`, { localSdp: sdp('us') })
  const invite = await bob.next('INVITE')
  const contact = `sip:bob@127.0.0.1:${bob.port}`
  bob.send(answer(invite, '200 OK', { tag: 'bob1', contact, body: sdp('bob') }))
  await bob.next('ACK')
  const dialog = await calling
  const frags: string[] = []
  dialog.on('notify', (req: Request, res: Response) => {
    frags.push(req.body)
    res.send(200)
  })
  const referring = dialog.request({
    method: 'REFER',
    headers: { 'Refer-To': '<sip:1002@example.com>' },
  })
  const refer = await bob.next('REFER')
  t.ok(field(refer, 'Contact'))
  bob.send(answer(refer, '202 Accepted', { contact }))
  await referring
  const notify = {
    ...ask(bob, edge.sipPort, field(invite, 'Call-ID'), 'NOTIFY'),
    from: `${field(invite, 'To')};tag=bob1`,
    to: field(invite, 'From'),
  }
  const headers = ['Event: refer', 'Subscription-State: terminated;reason=noresource']
  bob.send(request(bob, { ...notify, cseq: 2, headers, body: 'SIP/2.0 200 OK\r\n' }))
  await bob.next('200', '2 NOTIFY')
  t.same(frags, ['SIP/2.0 200 OK\r\n'])
  t.equal(edge.counts().dialogs, 1)
  const ending = dialog.destroy()
  bob.send(answer(await bob.next('BYE'), '200 OK'))
  await ending
  t.ok(await drained(edge))
})

t.test(
  'a REFER outside of a call makes a dialog, unless nobody wants to know what comes of it',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t, quick, methods)
    const [alice, bob] = [await phone(), await phone()]
    srf.use('refer', (_req, res) => res.send(202, { headers: { 'Refer-Sub': 'false' } }))
    const plan = ask(alice, edge.sipPort, 'refer-2', 'REFER')
    const headers = [
      'Refer-To: <sip:1002@example.com>',
      'Refer-Sub: false',
      'Supported: norefersub',
    ]
    alice.send(request(alice, { ...plan, headers }))
    await alice.next('202')
    t.equal(edge.counts().dialogs, 0)
    await srf.request(`sip:bob@127.0.0.1:${bob.port}`, {
      method: 'REFER',
      headers: { 'Refer-To': '<sip:1002@example.com>' },
    })
    const refer = await bob.next('REFER')
    const contact = `sip:bob@127.0.0.1:${bob.port}`
    bob.send(answer(refer, '202 Accepted', { tag: 'bob1', contact }))
    srf.use('notify', (_req, res) => res.send(200))
    const notify = {
      ...ask(bob, edge.sipPort, field(refer, 'Call-ID'), 'NOTIFY'),
      from: `${field(refer, 'To')};tag=bob1`,
      to: field(refer, 'From'),
    }
    const state = ['Event: refer', 'Subscription-State: terminated;reason=noresource']
    bob.send(request(bob, { ...notify, cseq: 2, headers: state }))
    await bob.next('200', '2 NOTIFY')
    t.ok(await drained(edge))
  },
)
