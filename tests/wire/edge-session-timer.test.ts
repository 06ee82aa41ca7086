import t, { type Test } from 'tap'
import {
  drained,
  failure,
  quick,
  sdp,
  startScene,
  type Dialog,
  type Request,
  type Scene,
} from '../../testkit/edge/edge-app.ts'
import { answer, field, request } from '../../testkit/edge/edge-phone.ts'

// Session timers, RFC 4028, in the edge alone: the application sees nothing but a BYE. All at once.
t.jobs = 8
const atOnce = { buffered: true }

const seconds = { seconds: 2, minSeconds: 1 }
const stage = (t: Test, sessions: object = seconds) =>
  startScene(t, quick, ['invite'], { sessions })

/** Alice calls in with these headers; the application answers. */
async function callIn({ edge, srf, phone }: Scene, callId: string, headers: readonly string[]) {
  const alice = await phone()
  const begun = new Promise<Dialog>((resolve) => {
    srf.invite((req, res) => void srf.createUAS(req, res, { localSdp: sdp('us') }).then(resolve))
  })
  const invite = {
    method: 'INVITE',
    uri: `sip:95000@127.0.0.1:${edge.sipPort}`,
    callId,
    cseq: 1,
    from: '<sip:alice@example.com>;tag=alice1',
    to: '<sip:95000@example.com>',
    contact: `sip:alice@127.0.0.1:${alice.port}`,
  }
  alice.send(request(alice, { ...invite, headers, body: sdp('alice') }))
  const ok = await alice.next('200 OK')
  const ask = { ...invite, to: field(ok, 'To') }
  alice.send(request(alice, { ...ask, method: 'ACK' }))
  return { alice, ask, ok, dialog: await begun }
}

/** The application hears that a call ended, and why. */
const endOf = (dialog: Dialog) =>
  new Promise<string>((resolve) => {
    dialog.on('destroy', (_bye: Request, reason: string) => resolve(reason))
  })

t.test('a caller who promised to refresh, and does not, is hung up', atOnce, async (t) => {
  const scene = await stage(t)
  const headers = ['Supported: timer', 'Session-Expires: 2;refresher=uac']
  const { alice, ask, ok, dialog } = await callIn(scene, 'timer-1', headers)
  t.equal(field(ok, 'Session-Expires'), '2;refresher=uac')
  t.equal(field(ok, 'Require'), 'timer')
  const ended = endOf(dialog)
  alice.send(request(alice, { ...ask, method: 'UPDATE', cseq: 2, headers }))
  t.equal(field(await alice.next('200', '2 UPDATE'), 'Session-Expires'), '2;refresher=uac')
  const bye = await alice.next('BYE')
  t.match(field(bye, 'Reason'), 'Session timer expired')
  alice.send(answer(bye, '200 OK'))
  t.equal(await ended, 'Session timer expired')
  t.ok(await drained(scene.edge))
})

t.test('where the refreshing is ours, a phone that takes UPDATE gets one', atOnce, async (t) => {
  const scene = await stage(t)
  const headers = ['Supported: timer', 'Allow: INVITE, ACK, BYE, UPDATE']
  const { alice, ok, ask, dialog } = await callIn(scene, 'timer-2', headers)
  t.equal(field(ok, 'Session-Expires'), '2;refresher=uas')
  const update = await alice.next('UPDATE')
  t.equal(field(update, 'Session-Expires'), '2;refresher=uac')
  t.equal(field(update, 'Min-SE') + field(update, 'Supported'), '1timer')
  t.notMatch(update, /\r\n\r\nv=0/)
  const contact = `sip:moved@127.0.0.1:${alice.port}`
  alice.send(answer(update, '200 OK', { contact, headers: ['Session-Expires: 2;refresher=uac'] }))
  const again = await alice.next('UPDATE')
  t.match(again, `UPDATE ${contact} SIP/2.0`)
  const ended = endOf(dialog)
  alice.send(answer(again, '481 Gone'))
  const bye = await alice.next('BYE')
  t.equal(field(bye, 'From'), ask.to)
  alice.send(answer(bye, '481 Gone'))
  t.equal(await ended, 'Session timer expired')
  t.ok(await drained(scene.edge))
})

t.test(
  'a phone without timers is asked by a re-INVITE that repeats our sound',
  atOnce,
  async (t) => {
    const scene = await stage(t)
    const { alice, ask, dialog } = await callIn(scene, 'timer-3', [])
    const invite = await alice.next('INVITE')
    t.match(invite, /s=us\r\n/)
    t.equal(field(invite, 'To'), ask.from)
    alice.send(answer(invite, '100 Trying'))
    const ok = answer(invite, '200 OK', { contact: ask.contact, body: sdp('alice') })
    alice.send(ok)
    const ack = await alice.next('ACK')
    t.equal(parseInt(field(ack, 'CSeq')), parseInt(field(invite, 'CSeq')))
    alice.send(ok)
    await alice.next('ACK')
    const again = await alice.next('INVITE')
    alice.send(answer(again, '488 Not Acceptable Here'))
    await alice.next('ACK')
    await alice.next('INVITE')
    t.ok(
      alice.seen.every((text) => !text.startsWith('BYE')),
      'whoever answers is there',
    )
    const ending = dialog.destroy()
    alice.send(answer(await alice.next('BYE'), '200 OK'))
    await ending
  },
)

t.test('a far end that vanished is noticed, and the application told', atOnce, async (t) => {
  const scene = await startScene(t, { t1: 20, t2: 80, t4: 40 }, ['invite'], { sessions: seconds })
  const { alice, dialog } = await callIn(scene, 'timer-4', [])
  const ended = endOf(dialog)
  await alice.next('INVITE')
  await alice.next('BYE')
  t.equal(await ended, 'Session timer expired')
  t.ok(await drained(scene.edge))
})

t.test('an interval that is too short is refused with 422', atOnce, async (t) => {
  const { edge, phone } = await stage(t, {})
  const alice = await phone()
  const headers = ['Supported: timer', 'Session-Expires: 60']
  const invite = {
    method: 'INVITE',
    uri: `sip:95000@127.0.0.1:${edge.sipPort}`,
    callId: 'timer-5',
    cseq: 1,
    from: '<sip:alice@example.com>;tag=alice1',
    to: '<sip:95000@example.com>',
    contact: `sip:alice@127.0.0.1:${alice.port}`,
    headers,
  }
  alice.send(request(alice, invite))
  t.equal(field(await alice.next('422'), 'Min-SE'), '90')
})

t.test(
  'our calls ask for a timer, and for a longer one where the far end wants that',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await stage(t)
    const bob = await phone()
    const calling = srf.createUAC(`sip:bob@127.0.0.1:${bob.port}`, { localSdp: sdp('us') })
    const first = await bob.next('INVITE')
    t.equal(field(first, 'Session-Expires'), '2')
    t.equal(field(first, 'Supported'), 'timer')
    bob.send(answer(first, '422 Session Interval Too Small', { tag: 'b1', headers: ['Min-SE: 4'] }))
    const ack = await bob.next('ACK')
    t.equal(field(ack, 'Via'), field(first, 'Via'))
    const invite = await bob.next('INVITE')
    t.equal(field(invite, 'Session-Expires') + field(invite, 'Min-SE'), '44')
    t.equal(parseInt(field(invite, 'CSeq')), parseInt(field(first, 'CSeq')) + 1)
    t.equal(field(invite, 'Call-ID'), field(first, 'Call-ID'))
    const contact = `sip:bob@127.0.0.1:${bob.port}`
    const headers = ['Require: timer', 'Session-Expires: 4;refresher=uas']
    bob.send(answer(invite, '200 OK', { tag: 'bob1', contact, headers, body: sdp('bob') }))
    t.equal(parseInt(field(await bob.next('ACK'), 'CSeq')), parseInt(field(invite, 'CSeq')))
    const dialog = await calling
    const changing = dialog.modify(sdp('us again'))
    const change = await bob.next('INVITE')
    t.equal(field(change, 'Session-Expires'), '4;refresher=uas')
    bob.send(answer(change, '200 OK', { contact, headers, body: sdp('bob') }))
    await changing
    const ended = endOf(dialog)
    bob.send(answer(await bob.next('BYE'), '200 OK'))
    t.equal(await ended, 'Session timer expired')
    t.ok(await drained(edge))
  },
)

t.test(
  'an edge without a refresher of its own adds nothing, and echoes nothing that nobody named',
  atOnce,
  async (t) => {
    const scene = await stage(t, { refresher: 'none' })
    const headers = ['Supported: timer', 'Session-Expires: 100']
    const { ok } = await callIn(scene, 'timer-6', headers)
    t.equal(field(ok, 'Session-Expires'), '')
    const bob = await scene.phone()
    const calling = failure(
      scene.srf.createUAC(`sip:bob@127.0.0.1:${bob.port}`, { localSdp: sdp('us') }),
    )
    const invite = await bob.next('INVITE')
    t.equal(field(invite, 'Session-Expires'), '')
    bob.send(answer(invite, '486 Busy Here', { tag: 'bob1' }))
    t.equal(await calling, 486)
  },
)
