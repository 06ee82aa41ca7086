import t from 'tap'
import { sdp, startScene, type Dialog, type Scene } from '../../testkit/edge/edge-app.ts'
import { answer, field, request, type Phone, type Plan } from '../../testkit/edge/edge-phone.ts'

t.jobs = 4
const atOnce = { buffered: true }

type Told = readonly [event: string, source: string, what: string, start: string]

/** Follows the events as drachtio-srf tells them: `(source, time, [role or reason], message)`. */
async function follow({ srf }: Scene) {
  const told: Told[] = []
  for (const event of ['attempt', 'start', 'stop'])
    srf.on(`cdr:${event}`, (source: string, time: string, ...rest: readonly unknown[]) => {
      const message = rest.at(-1) as { method?: string; status?: number }
      const what = rest.length > 1 ? String(rest[0]) : ''
      if (!/^\d\d:\d\d:\d\d\.\d{6}$/.test(time)) throw new Error(`no time of day: ${time}`)
      told.push([event, source, what, String(message.method ?? message.status)])
    })
  // Frames are answered in order: after this refusal the edge knows who wants the events.
  await srf.request('sip:x', { method: 'OPTIONS', stackDialogId: 'none' }).catch(() => undefined)
  const until = async (count: number) => {
    for (let tries = 0; told.length < count && tries < 200; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20))
    return told
  }
  return { until }
}

const plan = (phone: Phone, port: number, callId: string): Plan => ({
  method: 'INVITE',
  uri: `sip:95000@127.0.0.1:${port}`,
  callId,
  cseq: 1,
  from: '<sip:alice@example.com>;tag=alice1',
  to: '<sip:95000@example.com>',
  contact: `sip:alice@127.0.0.1:${phone.port}`,
  body: sdp('alice'),
})

t.test('a call that is answered has an attempt, a start and a stop', atOnce, async (t) => {
  const scene = await startScene(t)
  const { until } = await follow(scene)
  const alice = await scene.phone()
  scene.srf.invite((req, res) => void scene.srf.createUAS(req, res, { localSdp: sdp('us') }))
  const invite = plan(alice, scene.edge.sipPort, 'record-1')
  alice.send(request(alice, invite))
  const to = field(await alice.next('200 OK'), 'To')
  alice.send(request(alice, { ...invite, method: 'ACK', to, body: '' }))
  alice.send(request(alice, { ...invite, method: 'BYE', cseq: 2, to, body: '' }))
  await alice.next('200 OK', '2 BYE')
  t.same(await until(3), [
    ['attempt', 'network', '', 'INVITE'],
    ['start', 'application', 'uas', '200'],
    ['stop', 'network', 'normal-release', 'BYE'],
  ])
})

t.test('who is refused, or gives up, has an attempt and a stop that says so', atOnce, async (t) => {
  const scene = await startScene(t)
  const { until } = await follow(scene)
  const alice = await scene.phone()
  scene.srf.invite((req, res) => {
    if (req.get('Call-ID') === 'record-2') res.send(486)
  })
  const refused = plan(alice, scene.edge.sipPort, 'record-2')
  alice.send(request(alice, { ...refused, branch: 'z9hG4bKr2' }))
  const to = field(await alice.next('486'), 'To')
  alice.send(request(alice, { ...refused, branch: 'z9hG4bKr2', method: 'ACK', to, body: '' }))
  const dropped = plan(alice, scene.edge.sipPort, 'record-3')
  alice.send(request(alice, { ...dropped, branch: 'z9hG4bKr3' }))
  await alice.next('100')
  alice.send(request(alice, { ...dropped, branch: 'z9hG4bKr3', method: 'CANCEL', body: '' }))
  await alice.next('487')
  t.same(await until(4), [
    ['attempt', 'network', '', 'INVITE'],
    ['stop', 'application', 'call-rejected', '486'],
    ['attempt', 'network', '', 'INVITE'],
    ['stop', 'network', 'call-canceled', 'CANCEL'],
  ])
})

t.test('a call of the application is told from the other side', atOnce, async (t) => {
  const scene = await startScene(t)
  const { until } = await follow(scene)
  const bob = await scene.phone()
  const uri = `sip:bob@127.0.0.1:${bob.port}`
  const calling: Promise<Dialog> = scene.srf.createUAC(uri, { localSdp: sdp('us') })
  const invite = await bob.next('INVITE')
  bob.send(answer(invite, '200 OK', { tag: 'b', contact: uri, body: sdp('bob') }))
  const dialog = await calling
  void dialog.destroy()
  bob.send(answer(await bob.next('BYE'), '200 OK'))
  t.same(await until(3), [
    ['attempt', 'application', '', 'INVITE'],
    ['start', 'network', 'uac', '200'],
    ['stop', 'application', 'normal-release', 'BYE'],
  ])
})
