import t from 'tap'
import {
  drained,
  failure,
  sdp,
  startScene,
  type Dialog,
  type Request,
  type Response,
  type Scene,
} from '../../testkit/edge/edge-app.ts'
import { answer, field, request, type Phone } from '../../testkit/edge/edge-phone.ts'

// Each waits a while for its last timers to run out: all at once.
t.jobs = 8
const atOnce = { buffered: true }

/** Alice calls in and talks. `ask` is the request to build on for whatever she does next. */
async function talk(scene: Scene, callId: string) {
  const { edge, srf } = scene
  const alice = await scene.phone()
  const begun = new Promise<Dialog>((resolve) => {
    srf.invite((req, res) => {
      void srf.createUAS(req, res, { localSdp: sdp('us') }).then((dialog) => {
        dialog.once('ack', () => resolve(dialog))
      })
    })
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
  alice.send(request(alice, { ...invite, body: sdp('alice') }))
  const ok = await alice.next('200 OK')
  const ask = { ...invite, to: field(ok, 'To') }
  alice.send(request(alice, { ...ask, method: 'ACK' }))
  return { alice, ask, dialog: await begun }
}

/** The application hangs up. */
async function end(dialog: Dialog, alice: Phone): Promise<void> {
  const ending = dialog.destroy()
  alice.send(answer(await alice.next('BYE'), '200 OK'))
  await ending
}

t.test('the caller changes the session by a re-INVITE', atOnce, async (t) => {
  const scene = await startScene(t)
  const { alice, ask, dialog } = await talk(scene, 'dialog-1')
  const acknowledged = new Promise((resolve) => dialog.once('ack', resolve))
  dialog.on('modify', (_req: Request, res: Response) => res.send(200, { body: sdp('us again') }))
  const contact = `sip:moved@127.0.0.1:${alice.port}`
  alice.send(request(alice, { ...ask, cseq: 2, contact, body: sdp('alice moved') }))
  await alice.next('100 Trying', '2 INVITE')
  const ok = await alice.next('200 OK', '2 INVITE')
  t.match(ok, 'us again')
  t.equal(field(ok, 'To'), ask.to)
  alice.send(request(alice, { ...ask, method: 'ACK', cseq: 2 }))
  await acknowledged
  const ending = dialog.destroy()
  const bye = await alice.next('BYE')
  t.match(bye, `BYE ${contact} SIP/2.0`, 'the target was refreshed')
  alice.send(answer(bye, '200 OK'))
  await ending
  t.ok(await drained(scene.edge))
})

t.test('the application changes the session by a re-INVITE', atOnce, async (t) => {
  const scene = await startScene(t)
  const { alice, ask, dialog } = await talk(scene, 'dialog-2')
  const changed = dialog.modify(sdp('us moved'))
  const invite = await alice.next('INVITE')
  t.equal(field(invite, 'From'), ask.to)
  t.equal(field(invite, 'To'), ask.from)
  t.match(invite, 'us moved')
  alice.send(answer(invite, '200 OK', { contact: ask.contact, body: sdp('alice moved') }))
  const ack = await alice.next('ACK')
  t.equal(parseInt(field(ack, 'CSeq')), parseInt(field(invite, 'CSeq')))
  t.match(await changed, 'alice moved')
  await end(dialog, alice)
  t.ok(await drained(scene.edge))
})

t.test('of two INVITEs that cross, theirs gets 491 and ours goes on', atOnce, async (t) => {
  const scene = await startScene(t)
  const { alice, ask, dialog } = await talk(scene, 'dialog-3')
  const changed = dialog.modify(sdp('us moved'))
  const invite = await alice.next('INVITE')
  alice.send(request(alice, { ...ask, cseq: 2, body: sdp('alice moved') }))
  t.match(await alice.next('491'), /CSeq: 2 INVITE/)
  alice.send(request(alice, { ...ask, method: 'ACK', cseq: 2, branch: 'z9hG4bKnone' }))
  t.equal(await failure(dialog.request({ method: 'INVITE', body: sdp('x') })), 'it was answered')
  alice.send(answer(invite, '200 OK', { contact: ask.contact, body: sdp('alice too') }))
  t.match(await changed, 'alice too')
  await end(dialog, alice)
})

t.test(
  'requests inside a dialog pass both ways, with their bodies and in order',
  atOnce,
  async (t) => {
    const scene = await startScene(t)
    const { alice, ask, dialog } = await talk(scene, 'dialog-4')
    dialog.on('info', (req: Request, res: Response) =>
      res.send(200, { headers: { 'X-Digit': req.body.slice(7, 8) } }),
    )
    const dtmf = { ...ask, body: 'Signal=5\r\nDuration=160\r\n' }
    alice.send(request(alice, { ...dtmf, method: 'INFO', cseq: 2 }))
    t.equal(field(await alice.next('200', '2 INFO'), 'X-Digit'), '5')
    alice.send(request(alice, { ...ask, method: 'INFO', cseq: 1 }))
    t.ok(field(await alice.next('500'), 'Retry-After'))
    for (const method of ['NOTIFY', 'MESSAGE', 'UPDATE', 'OPTIONS']) {
      const cseq = 3 + alice.seen.length
      alice.send(request(alice, { ...ask, method, cseq }))
      await alice.next('200', `${cseq} ${method}`)
      const asked = dialog.request({ method, body: 'hello', headers: { 'Content-Type': 'text/x' } })
      const came = await alice.next(method)
      t.match(came, /\r\n\r\nhello$/)
      alice.send(answer(came, '200 OK'))
      t.equal((await asked).status, 200)
    }
    await end(dialog, alice)
    t.ok(await drained(scene.edge))
  },
)

t.test('a request whose answers are lost is repeated, and answered again', atOnce, async (t) => {
  const scene = await startScene(t)
  const { alice, ask, dialog } = await talk(scene, 'dialog-5')
  let infos = 0
  dialog.on('info', (_req: Request, res: Response) => {
    infos += 1
    res.send(200)
  })
  const info = request(alice, { ...ask, method: 'INFO', cseq: 2 })
  alice.send(info)
  const ok = await alice.next('200', '2 INFO')
  alice.send(info)
  t.equal(await alice.next('200', '2 INFO'), ok)
  t.equal(infos, 1)
  const asked = dialog.request({ method: 'INFO' })
  const first = await alice.next('INFO')
  t.equal(await alice.next('INFO'), first)
  alice.send(answer(first, '200 OK'))
  t.equal((await asked).status, 200)
  await end(dialog, alice)
  t.ok(await drained(scene.edge))
})

t.test('two phones talk through an application that joins two dialogs', atOnce, async (t) => {
  const scene = await startScene(t)
  const { edge, srf } = scene
  const [alice, bob] = [await scene.phone(), await scene.phone()]
  const ended = new Promise((resolve) => {
    srf.invite(async (req, res) => {
      const target = `sip:bob@127.0.0.1:${bob.port}`
      const { uas, uac } = await srf.createB2BUA(req, res, target)
      uas.on('destroy', () => void uac.destroy().then(resolve))
    })
  })
  const invite = {
    method: 'INVITE',
    uri: `sip:bob@127.0.0.1:${edge.sipPort}`,
    callId: 'b2b-1',
    cseq: 1,
    from: '<sip:alice@example.com>;tag=alice1',
    to: '<sip:bob@example.com>',
    contact: `sip:alice@127.0.0.1:${alice.port}`,
  }
  alice.send(request(alice, { ...invite, body: sdp('alice') }))
  const far = await bob.next('INVITE')
  t.match(far, 's=alice')
  t.not(field(far, 'Call-ID'), 'b2b-1')
  bob.send(answer(far, '180 Ringing', { tag: 'bob1' }))
  await alice.next('180 Ringing')
  const contact = `sip:bob@127.0.0.1:${bob.port}`
  bob.send(answer(far, '200 OK', { tag: 'bob1', contact, body: sdp('bob') }))
  await bob.next('ACK')
  const ok = await alice.next('200 OK')
  t.match(ok, 's=bob')
  const ask = { ...invite, to: field(ok, 'To') }
  alice.send(request(alice, { ...ask, method: 'ACK' }))
  alice.send(request(alice, { ...ask, method: 'BYE', cseq: 2 }))
  bob.send(answer(await bob.next('BYE'), '200 OK'))
  await ended
  t.ok(await drained(edge))
})

t.test(
  'the calls of an application that dies are hung up, and its ringing calls refused',
  atOnce,
  async (t) => {
    const scene = await startScene(t)
    const { alice } = await talk(scene, 'dialog-6')
    const carol = await scene.phone()
    scene.srf.options(() => scene.loseApp())
    await new Promise((resolve) => setTimeout(resolve, 100))
    carol.send(
      request(carol, {
        method: 'OPTIONS',
        uri: `sip:127.0.0.1:${scene.edge.sipPort}`,
        callId: 'o-1',
        cseq: 1,
        from: '<sip:carol@example.com>;tag=c1',
        to: '<sip:us@example.com>',
      }),
    )
    await carol.next('503')
    alice.send(answer(await alice.next('BYE'), '200 OK'))
    t.ok(await drained(scene.edge))
  },
)

t.test('an edge that stops hangs up the calls that it still holds', atOnce, async (t) => {
  const scene = await startScene(t)
  const { alice } = await talk(scene, 'dialog-7')
  await scene.stop()
  t.match(await alice.next('BYE'), /Reason: SIP ;cause=503/)
  t.equal(scene.edge.counts().dialogs, 0)
})

t.test('a call whose far end knows it no more, or is silent, ends', atOnce, async (t) => {
  for (const [i, status] of ['481 Call Does Not Exist', '408 Request Timeout'].entries()) {
    const scene = await startScene(t)
    const { alice, dialog } = await talk(scene, `dialog-lost-${i}`)
    const ended = new Promise<Request>((resolve) => dialog.once('destroy', resolve))
    const asked = dialog.request({ method: 'INFO' })
    alice.send(answer(await alice.next('INFO'), status))
    t.equal((await asked).status, parseInt(status))
    const bye = await alice.next('BYE')
    t.match(field(bye, 'Reason'), `cause=${parseInt(status)}`)
    alice.send(answer(bye, '481 Call Does Not Exist'))
    t.equal((await ended).source, 'application')
    t.ok(await drained(scene.edge))
  }
})
