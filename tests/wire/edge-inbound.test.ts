import { once } from 'node:events'
import t from 'tap'
import {
  drained,
  quick,
  sdp,
  startScene,
  type Dialog,
  type Request,
} from '../../testkit/edge/edge-app.ts'
import { answer, field, request, type Phone } from '../../testkit/edge/edge-phone.ts'

// Each waits a while for its last timers to run out: all at once.
t.jobs = 8
const atOnce = { buffered: true }

const invite = (phone: Phone, port: number, callId: string) => ({
  method: 'INVITE',
  uri: `sip:95000@127.0.0.1:${port}`,
  callId,
  cseq: 1,
  from: '<sip:alice@example.com>;tag=alice1',
  to: '<sip:95000@example.com>',
  contact: `sip:alice@127.0.0.1:${phone.port}`,
  body: sdp('alice'),
})

t.test(
  'a call is answered, talked and ended by the caller, and nothing of it stays',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t)
    const alice = await phone()
    const dialogs: Dialog[] = []
    const done: string[] = []
    const acknowledged = new Promise((resolve) => srf.once('acknowledged', resolve))
    srf.invite(async (req, res) => {
      t.equal(req.receivedOn, `127.0.0.1:${edge.sipPort}`)
      t.equal(req.source_port, alice.port)
      const dialog = await srf.createUAS(req, res, { localSdp: sdp('us') })
      dialogs.push(dialog)
      dialog.on('ack', () => srf.emit('acknowledged', done.push('ack')))
      dialog.on('destroy', () => done.push('destroy'))
    })
    const plan = invite(alice, edge.sipPort, 'inbound-1')
    alice.send(request(alice, plan))
    await alice.next('100 Trying')
    const ok = await alice.next('200 OK')
    t.equal(field(ok, 'Contact'), `<sip:127.0.0.1:${edge.sipPort}>`)
    t.equal(field(ok, 'Content-Type'), 'application/sdp')
    t.match(field(ok, 'Via'), `;rport=${alice.port}`)
    const to = field(ok, 'To')
    t.match(to, /^<sip:95000@example.com>;tag=[a-z0-9]{13}$/)
    alice.send(request(alice, { ...plan, method: 'ACK', to, body: '' }))
    await acknowledged
    t.equal(dialogs[0]?.id, 'inbound-1;from-tag=alice1')
    alice.send(request(alice, { ...plan, method: 'BYE', cseq: 2, to, body: '' }))
    await alice.next('200 OK', '2 BYE')
    t.same(done, ['ack', 'destroy'])
    t.ok(await drained(edge))
  },
)

t.test(
  'the application hangs up with BYE through the route set of the caller',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t)
    const alice = await phone()
    const begun = new Promise<Dialog>((resolve) => {
      srf.invite((req, res) => {
        void srf.createUAS(req, res, { localSdp: sdp('us') }).then(resolve)
      })
    })
    const routes = [
      `Record-Route: <sip:127.0.0.1:${alice.port};lr>`,
      'Record-Route: <sip:inner.example.com;lr>',
    ]
    const plan = { ...invite(alice, edge.sipPort, 'inbound-2'), headers: routes }
    alice.send(request(alice, { ...plan, contact: 'sip:alice@far.example.com' }))
    const ok = await alice.next('200 OK')
    t.same(
      ok.split('\r\n').filter((line) => line.startsWith('Record-Route')),
      routes,
    )
    alice.send(request(alice, { ...plan, method: 'ACK', to: field(ok, 'To'), body: '' }))
    const end = (await begun).destroy()
    const bye = await alice.next('BYE')
    t.match(bye, /^BYE sip:alice@far.example.com SIP/)
    t.same(
      bye.split('\r\n').filter((line) => line.startsWith('Route')),
      [`Route: <sip:127.0.0.1:${alice.port};lr>`, 'Route: <sip:inner.example.com;lr>'],
    )
    t.equal(field(bye, 'From'), field(ok, 'To'))
    t.equal(field(bye, 'To'), '<sip:alice@example.com>;tag=alice1')
    alice.send(answer(bye, '200 OK'))
    await end
    t.ok(await drained(edge))
  },
)

t.test('a caller who gives up gets 487, and the application hears of it', atOnce, async (t) => {
  const { edge, srf, phone } = await startScene(t)
  const alice = await phone()
  const arrived = new Promise<Request>((resolve) => {
    srf.invite((req, res) => {
      res.send(180)
      resolve(req)
    })
  })
  const plan = invite(alice, edge.sipPort, 'inbound-3')
  alice.send(request(alice, { ...plan, branch: 'z9hG4bKgiveup' }))
  const ringing = await alice.next('180 Ringing')
  const cancelled = once(await arrived, 'cancel')
  alice.send(request(alice, { ...plan, method: 'CANCEL', branch: 'z9hG4bKgiveup', body: '' }))
  await alice.next('200 OK', '1 CANCEL')
  const terminated = await alice.next('487')
  t.equal(field(terminated, 'To'), field(ringing, 'To'))
  await alice.next('487')
  alice.send(
    request(alice, {
      ...plan,
      method: 'ACK',
      branch: 'z9hG4bKgiveup',
      to: field(terminated, 'To'),
      body: '',
    }),
  )
  await cancelled
  t.ok(await drained(edge))
})

t.test(
  'a 200 whose ACK is lost is repeated, and the repeated INVITE is absorbed',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t)
    const alice = await phone()
    let invites = 0
    srf.invite(async (req, res) => {
      invites += 1
      await srf.createUAS(req, res, { localSdp: sdp('us') })
    })
    const plan = invite(alice, edge.sipPort, 'inbound-4')
    const text = request(alice, plan)
    alice.send(text)
    const ok = await alice.next('200 OK')
    alice.send(text)
    t.equal(await alice.next('200 OK'), ok)
    t.equal(await alice.next('200 OK'), ok)
    alice.send(request(alice, { ...plan, method: 'ACK', to: field(ok, 'To'), body: '' }))
    alice.send(request(alice, { ...plan, method: 'ACK', to: field(ok, 'To'), body: '' }))
    alice.send(request(alice, { ...plan, method: 'BYE', cseq: 2, to: field(ok, 'To'), body: '' }))
    await alice.next('200 OK', '2 BYE')
    t.equal(invites, 1)
    t.equal(edge.counts().dropped, 1)
    t.ok(await drained(edge))
  },
)

t.test(
  'a 200 that is never acknowledged ends in BYE, told to the application',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t, { t1: 20, t2: 80, t4: 40 })
    const alice = await phone()
    const ended = new Promise<string>((resolve) => {
      srf.invite(async (req, res) => {
        const dialog = await srf.createUAS(req, res, { localSdp: sdp('us') })
        dialog.on('destroy', (_bye: Request, reason: string) => resolve(reason))
      })
    })
    alice.send(request(alice, invite(alice, edge.sipPort, 'inbound-5')))
    const bye = await alice.next('BYE')
    t.match(field(bye, 'Reason'), 'ACK timeout')
    alice.send(answer(bye, '200 OK'))
    t.equal(await ended, 'ACK timeout')
    t.ok(await drained(edge))
  },
)

t.test('what nobody takes is refused at once', atOnce, async (t) => {
  const { edge, srf, phone } = await startScene(t, quick, [])
  const alice = await phone()
  const plan = { ...invite(alice, edge.sipPort, 'inbound-6'), body: '' }
  alice.send(request(alice, plan))
  t.match(await alice.next('503'), /CSeq: 1 INVITE/)
  alice.send(request(alice, { ...plan, method: 'BYE', cseq: 2 }))
  await alice.next('481')
  alice.send(request(alice, { ...plan, method: 'CANCEL', cseq: 3 }))
  await alice.next('481')
  alice.send(request(alice, { ...plan, method: 'INVITE', to: `${plan.to};tag=old`, cseq: 4 }))
  await alice.next('481')
  alice.send(request(alice, { ...plan, method: 'SPEAK', cseq: 5 }))
  await alice.next('501')
  srf.options((_req, res) => res.send(200, { headers: { Allow: 'INVITE, ACK' } }))
  await new Promise((resolve) => setTimeout(resolve, 100))
  alice.send(request(alice, { ...plan, method: 'OPTIONS', cseq: 6 }))
  t.equal(field(await alice.next('200'), 'Allow'), 'INVITE, ACK')
})

t.test(
  'the application may put its own tag on To, and headers and bodies survive',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t)
    const alice = await phone()
    srf.invite((req, res) => {
      t.equal(req.get('X-Name'), 'Zoë 王')
      res.send(480, { headers: { to: `${req.get('to')};tag=mine`, 'X-Why': 'héllo €' } })
    })
    const plan = invite(alice, edge.sipPort, 'inbound-7')
    alice.send(request(alice, { ...plan, headers: ['X-Name: Zoë 王'] }))
    const refused = await alice.next('480')
    t.match(field(refused, 'To'), /;tag=mine$/)
    t.equal(field(refused, 'X-Why'), 'héllo €')
  },
)
