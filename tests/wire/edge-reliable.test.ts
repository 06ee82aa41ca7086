import { once } from 'node:events'
import t from 'tap'
import {
  drained,
  sdp,
  startScene,
  type Request,
  type Response,
} from '../../testkit/edge/edge-app.ts'
import { answer, field, request, type Phone } from '../../testkit/edge/edge-phone.ts'

// Reliable provisional responses, RFC 3262. Each waits a while for its last timers to run out: all at once.
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
  headers: ['Supported: timer, 100rel'],
  body: sdp('alice'),
})
const reliably = { Require: '100rel', 'Content-Type': 'application/sdp' }

t.test(
  'a reliable 183 is repeated until its PRACK comes, and only then the 200 goes out',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t)
    const alice = await phone()
    const pracks: Request[] = []
    srf.invite((req, res) => {
      const fnPrack = (prack: Request) => pracks.push(prack)
      res.send(183, { headers: reliably, body: sdp('early') }, () => undefined, fnPrack)
      void srf.createUAS(req, res, { localSdp: sdp('us') })
    })
    const plan = invite(alice, edge.sipPort, 'rel-1')
    alice.send(request(alice, plan))
    const early = await alice.next('183')
    t.match(field(early, 'Require'), '100rel')
    t.ok(field(early, 'Contact'))
    t.equal(await alice.next('183'), early, 'repeated')
    await new Promise((resolve) => setTimeout(resolve, 100))
    t.notOk(
      alice.seen.some((text) => text.startsWith('SIP/2.0 200')),
      'the 200 waits',
    )
    const prack = { ...plan, method: 'PRACK', to: field(early, 'To'), body: '' }
    alice.send(request(alice, { ...prack, cseq: 2, headers: [`RAck: 1 1 INVITE`] }))
    await alice.next('481', '2 PRACK')
    const rack = `RAck: ${field(early, 'RSeq')} 1 INVITE`
    alice.send(request(alice, { ...prack, cseq: 3, headers: [rack] }))
    await alice.next('200', '3 PRACK')
    const ok = await alice.next('200', '1 INVITE')
    t.equal(pracks.length, 1)
    t.equal(field(ok, 'To'), field(early, 'To'))
    alice.send(request(alice, { ...prack, cseq: 4, headers: [rack] }))
    await alice.next('481', '4 PRACK')
    alice.send(request(alice, { ...prack, method: 'ACK', cseq: 1 }))
    alice.send(request(alice, { ...prack, method: 'BYE', cseq: 5 }))
    await alice.next('200', '5 BYE')
    t.ok(await drained(edge))
  },
)

t.test(
  'of two reliable responses the second waits for the PRACK of the first',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t)
    const alice = await phone()
    srf.invite((_req, res) => {
      res.send(183, { headers: reliably, body: sdp('early') })
      res.send(180, { headers: { Require: '100rel' } }, () => res.send(486))
    })
    const plan = invite(alice, edge.sipPort, 'rel-2')
    alice.send(request(alice, plan))
    const first = await alice.next('183')
    await new Promise((resolve) => setTimeout(resolve, 80))
    t.notOk(alice.seen.some((text) => text.startsWith('SIP/2.0 180')))
    const prack = { ...plan, method: 'PRACK', cseq: 2, to: field(first, 'To'), body: '' }
    const rseq = Number(field(first, 'RSeq'))
    alice.send(request(alice, { ...prack, headers: [`RAck: ${rseq} 1 INVITE`] }))
    const second = await alice.next('180')
    t.equal(Number(field(second, 'RSeq')), rseq + 1)
    const refused = await alice.next('486')
    alice.send(request(alice, { ...plan, method: 'ACK', to: field(refused, 'To'), body: '' }))
    t.ok(await drained(edge))
  },
)

t.test(
  'a caller who never sends PRACK gets 504, and the application hears a CANCEL',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t, { t1: 20, t2: 80, t4: 40 })
    const alice = await phone()
    const over = new Promise((resolve) => {
      srf.invite((req, res) => {
        res.send(183, { headers: reliably, body: sdp('early') })
        void once(req, 'cancel').then(() => {
          res.send(200, { body: sdp('late') }, (error) => resolve(error))
        })
      })
    })
    alice.send(request(alice, invite(alice, edge.sipPort, 'rel-3')))
    await alice.next('504')
    t.match(await over, 'unknown transaction')
    t.ok(alice.seen.filter((text) => text.startsWith('SIP/2.0 183')).length >= 5)
    t.ok(await drained(edge))
  },
)

t.test(
  'a caller without 100rel is refused a reliable response, one that requires it gets no other',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t)
    const alice = await phone()
    const refusals: unknown[] = []
    srf.invite((_req, res) => {
      res.send(183, { headers: { Require: '100rel' } }, (error) => {
        refusals.push(error)
        res.send(180, {}, () => res.send(603))
      })
    })
    const plan = { ...invite(alice, edge.sipPort, 'rel-4'), headers: [] }
    alice.send(request(alice, plan))
    t.notOk(field(await alice.next('180'), 'RSeq'))
    await alice.next('603')
    t.same(refusals, ['Remote endpoint does not support 100rel'])
    const must = { ...plan, callId: 'rel-5', headers: ['Require: 100rel'] }
    alice.send(request(alice, must))
    const early = await alice.next('183', '1 INVITE')
    const rack = [`RAck: ${field(early, 'RSeq')} 1 INVITE`]
    const prack = { ...must, method: 'PRACK', cseq: 2, to: field(early, 'To'), body: '' }
    alice.send(request(alice, { ...prack, headers: rack }))
    t.ok(field(await alice.next('180', '1 INVITE'), 'RSeq'), 'though the application did not ask')
  },
)

t.test(
  'the application acknowledges reliable responses, each fork in its own early dialog',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t)
    const [bob, carol] = [await phone(), await phone()]
    const rings: number[] = []
    const calling = srf.createUAC(
      `sip:bob@127.0.0.1:${bob.port}`,
      { localSdp: sdp('us'), headers: { Supported: '100rel' } },
      { cbProvisional: (response: Response) => rings.push(response.status) },
    )
    const came = await bob.next('INVITE')
    const ring = (phone: Phone, tag: string, rseq: number) =>
      answer(came, '183 Session Progress', {
        tag,
        contact: `sip:${tag}@127.0.0.1:${phone.port}`,
        headers: ['Require: 100rel', `RSeq: ${rseq}`],
        body: sdp(tag),
      })
    bob.send(ring(bob, 'bob1', 7))
    const prack = await bob.next('PRACK')
    t.match(prack, `PRACK sip:bob1@127.0.0.1:${bob.port} SIP/2.0`)
    const number = parseInt(field(came, 'CSeq'))
    t.equal(field(prack, 'RAck'), `7 ${number} INVITE`)
    t.equal(parseInt(field(prack, 'CSeq')), number + 1)
    t.match(field(prack, 'To'), /;tag=bob1$/)
    bob.send(answer(prack, '200 OK'))
    bob.send(ring(bob, 'bob1', 7))
    bob.send(ring(bob, 'bob1', 9))
    bob.send(ring(carol, 'carol1', 7))
    const other = await carol.next('PRACK')
    t.match(field(other, 'To'), /;tag=carol1$/)
    carol.send(answer(other, '200 OK'))
    bob.send(ring(bob, 'bob1', 8))
    const second = await bob.next('PRACK')
    t.equal(field(second, 'RAck'), `8 ${number} INVITE`)
    bob.send(answer(second, '200 OK'))
    const contact = `sip:carol@127.0.0.1:${carol.port}`
    bob.send(answer(came, '200 OK', { tag: 'carol1', contact, body: sdp('carol') }))
    const ack = await carol.next('ACK')
    t.equal(parseInt(field(ack, 'CSeq')), number)
    const dialog = await calling
    t.same(rings, [183, 183, 183], 'a repeat and one before its turn are absorbed')
    t.equal(dialog.sip.remoteTag, 'carol1')
    const ending = dialog.destroy()
    carol.send(answer(await carol.next('BYE'), '200 OK'))
    await ending
    t.ok(await drained(edge))
  },
)

t.test('both legs of a joined call may be reliable', atOnce, async (t) => {
  const { edge, srf, phone } = await startScene(t)
  const [alice, bob] = [await phone(), await phone()]
  const options = { proxyRequestHeaders: ['supported'], proxyResponseHeaders: ['require'] }
  srf.invite((req, res) => {
    void srf.createB2BUA(req, res, `sip:bob@127.0.0.1:${bob.port}`, options)
  })
  const plan = invite(alice, edge.sipPort, 'rel-6')
  alice.send(request(alice, plan))
  const far = await bob.next('INVITE')
  t.match(field(far, 'Supported'), '100rel')
  const contact = `sip:bob@127.0.0.1:${bob.port}`
  const headers = ['Require: 100rel', 'RSeq: 1']
  bob.send(answer(far, '183 Session Progress', { tag: 'bob1', contact, headers, body: sdp('bob') }))
  bob.send(answer(await bob.next('PRACK'), '200 OK'))
  const early = await alice.next('183')
  t.match(early, 's=bob')
  const prack = { ...plan, method: 'PRACK', cseq: 2, to: field(early, 'To'), body: '' }
  alice.send(request(alice, { ...prack, headers: [`RAck: ${field(early, 'RSeq')} 1 INVITE`] }))
  await alice.next('200', '2 PRACK')
  bob.send(answer(far, '200 OK', { tag: 'bob1', contact, body: sdp('bob') }))
  await bob.next('ACK')
  const ok = await alice.next('200', '1 INVITE')
  alice.send(request(alice, { ...prack, method: 'ACK', cseq: 1, to: field(ok, 'To') }))
})

t.test(
  'an application that never answers: the caller gets its final response all the same',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t, { t1: 20, t2: 80, t4: 40 })
    const alice = await phone()
    const cancelled = new Promise((resolve) => {
      srf.invite((req) => void req.on('cancel', resolve))
    })
    srf.options(() => undefined)
    const plan = { ...invite(alice, edge.sipPort, 'rel-7'), headers: [] }
    alice.send(request(alice, plan))
    alice.send(request(alice, { ...plan, method: 'OPTIONS', callId: 'rel-8', body: '' }))
    await alice.next('100 Trying', '1 OPTIONS')
    await alice.next('408', '1 INVITE')
    await alice.next('503', '1 OPTIONS')
    await cancelled
    t.ok(await drained(edge))
  },
)
