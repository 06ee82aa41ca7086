import t, { type Test } from 'tap'
import { type RawDialogs, dialogCheckpoint, restoreDialog } from '../../sip/dialog-checkpoint.ts'
import type { SipDialog as OurDialog } from '../../sip/dialog.ts'
import {
  drained,
  failure,
  quick,
  sdp,
  startApp,
  startScene,
  type Dialog,
  type Request,
  type Response,
  type Scene,
  type Srf,
} from '../../testkit/edge/edge-app.ts'
import { answer, field, request, type Phone } from '../../testkit/edge/edge-phone.ts'

t.jobs = 6
const atOnce = { buffered: true }

const methods = ['invite', 'options']
const tags = ['keep:one']

const startKept = (t: Test, keepSeconds: number, names = tags): Promise<Scene> =>
  startScene(t, quick, methods, { keepSeconds }, names)

/** Another process of the same name; `prepare` is done before it connects. */
async function startNext(
  t: Test,
  { edge }: Scene,
  prepare: (srf: Srf) => void = () => undefined,
): Promise<Srf> {
  const srf = await startApp(edge, methods, undefined, { tags, prepare })
  t.teardown(() => srf.disconnect())
  return srf
}

function inviteOf(scene: Scene, alice: Phone, callId: string) {
  return {
    method: 'INVITE',
    uri: `sip:95000@127.0.0.1:${scene.edge.sipPort}`,
    callId,
    cseq: 1,
    from: '<sip:alice@example.com>;tag=alice1',
    to: '<sip:95000@example.com>',
    contact: `sip:alice@127.0.0.1:${alice.port}`,
  }
}

/** Alice calls in and talks. */
async function talk(scene: Scene, callId: string) {
  const { srf } = scene
  const alice = await scene.phone()
  const begun = new Promise<Dialog>((resolve) => {
    srf.invite((req, res) => {
      void srf.createUAS(req, res, { localSdp: sdp('us') }).then((dialog) => {
        dialog.once('ack', () => resolve(dialog))
      })
    })
  })
  const invite = inviteOf(scene, alice, callId)
  alice.send(request(alice, { ...invite, body: sdp('alice') }))
  const ask = { ...invite, to: field(await alice.next('200 OK'), 'To') }
  alice.send(request(alice, { ...ask, method: 'ACK' }))
  return { alice, ask, dialog: await begun }
}

// The boundary to the library's types.
const checkpointOf = (dialog: Dialog) => dialogCheckpoint(dialog as unknown as OurDialog)
const adopt = (srf: Srf, dialog: Dialog): Dialog =>
  restoreDialog(srf as unknown as RawDialogs, checkpointOf(dialog)) as unknown as Dialog

t.test('a BYE while nobody is there is told to the next process', atOnce, async (t) => {
  const scene = await startKept(t, 60)
  const { alice, ask, dialog } = await talk(scene, 'kept-bye')
  scene.loseApp()
  alice.send(request(alice, { ...ask, method: 'BYE', cseq: 2 }))
  let told: Promise<unknown> = Promise.resolve()
  await startNext(t, scene, (srf) => {
    const taken = adopt(srf, dialog)
    told = new Promise((resolve) => taken.once('destroy', resolve))
  })
  await told
  t.match(await alice.next('200 OK', '2 BYE'), 'kept-bye')
  t.ok(await drained(scene.edge))
})

t.test('a talk goes on: the next process hears of it and ends it', atOnce, async (t) => {
  const scene = await startKept(t, 60)
  const { alice, dialog } = await talk(scene, 'kept-talk')
  scene.loseApp()
  let taken: Dialog | undefined
  let told: Promise<Request> | undefined
  await startNext(t, scene, (srf) => {
    const again = (taken = adopt(srf, dialog))
    told = new Promise((resolve) => again.once('options', resolve))
  })
  t.equal((await told)?.get('x-callwright-kept'), 'acknowledged')
  const ending = taken?.destroy()
  const bye = await alice.next('BYE')
  t.equal(field(bye, 'Call-ID'), 'kept-talk')
  alice.send(answer(bye, '200 OK'))
  await ending
  t.ok(await drained(scene.edge))
})

t.test('an INVITE that nobody answered is handed over again', atOnce, async (t) => {
  const scene = await startKept(t, 60)
  const alice = await scene.phone()
  const came = new Promise((resolve) => scene.srf.invite(resolve))
  const invite = inviteOf(scene, alice, 'kept-invite')
  alice.send(request(alice, { ...invite, body: sdp('alice') }))
  await came
  scene.loseApp()
  await startNext(t, scene, (srf) => {
    srf.invite((req: Request, res: Response) => {
      t.equal(req.get('call-id'), 'kept-invite')
      res.send(486)
    })
  })
  const busy = await alice.next('486')
  alice.send(
    request(alice, {
      ...invite,
      method: 'ACK',
      to: field(busy, 'To'),
      branch: /branch=([^;\r]+)/.exec(field(busy, 'Via'))?.[1] ?? '',
    }),
  )
  t.ok(await drained(scene.edge))
})

t.test('when no next process comes, the talk ends after the grace', atOnce, async (t) => {
  const scene = await startKept(t, 0.3)
  const { alice } = await talk(scene, 'kept-in-vain')
  scene.loseApp()
  const bye = await alice.next('BYE')
  t.match(field(bye, 'Reason'), 'Application gone')
  alice.send(answer(bye, '200 OK'))
  t.ok(await drained(scene.edge))
})

t.test('an application without the tag loses its talks at once', atOnce, async (t) => {
  const scene = await startKept(t, 60, [])
  const { alice } = await talk(scene, 'not-kept')
  scene.loseApp()
  const bye = await alice.next('BYE')
  t.match(field(bye, 'Reason'), 'Application gone')
  alice.send(answer(bye, '200 OK'))
  t.ok(await drained(scene.edge))
})

t.test('a phone that rings is cancelled, and hung up when it answers', atOnce, async (t) => {
  const scene = await startKept(t, 60)
  const bob = await scene.phone()
  const uri = `sip:bob@127.0.0.1:${bob.port}`
  void failure(scene.srf.createUAC(uri, { localSdp: sdp('us') }))
  const invite = await bob.next('INVITE')
  bob.send(answer(invite, '180 Ringing', { tag: 'bob1' }))
  scene.loseApp()
  bob.send(answer(await bob.next('CANCEL'), '200 OK', { tag: 'bob1' }))
  const contact = `sip:bob@127.0.0.1:${bob.port}`
  bob.send(answer(invite, '200 OK', { tag: 'bob1', contact, body: sdp('bob') }))
  await bob.next('ACK')
  bob.send(answer(await bob.next('BYE'), '200 OK'))
  t.ok(await drained(scene.edge))
})
