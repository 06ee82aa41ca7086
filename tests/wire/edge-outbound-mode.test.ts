import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { startEdge } from '../../edge/start-edge.ts'
import { drained, quick, sdp, type Srf } from '../../testkit/edge/edge-app.ts'
import { answer, field, request, startUdpPhone, type Plan } from '../../testkit/edge/edge-phone.ts'

t.jobs = 8
const atOnce = { buffered: true }

type Listening = Srf & {
  listen(options: object): void
  endSession(request: unknown): void
}
const SrfClass = createRequire(import.meta.url)('drachtio-srf') as new () => Listening

/** A handler over HTTP that always gives this answer, and what it was asked. */
async function startHandler(t: Test, said: () => unknown, status = 200) {
  const asked: { url: URL; body: string }[] = []
  const server = createHttpServer((req, res) => {
    let body = ''
    req.on('data', (chunk) => (body += String(chunk)))
    req.on('end', () => {
      asked.push({ url: new URL(req.url ?? '', 'http://x'), body })
      const text = said()
      res.writeHead(status).end(typeof text === 'string' ? text : JSON.stringify(text))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/which` }
}

async function startScene(t: Test, handler: { url: string; isPost?: boolean }) {
  const edge = await startEdge({
    host: '127.0.0.1',
    sipPort: 0,
    wsPort: 0,
    appPort: 0,
    secret: 'hush',
    timers: quick,
    requestHandlers: [{ method: 'INVITE', ...handler }],
  })
  const phone = await startUdpPhone(edge.sipPort)
  t.teardown(async () => {
    phone.close()
    await edge.stop()
  })
  const invite: Plan = {
    method: 'INVITE',
    uri: `sip:ob0@127.0.0.1:${edge.sipPort};x=y`,
    cseq: 1,
    callId: `outbound-${edge.sipPort}`,
    branch: `z9hG4bKob${edge.sipPort}`,
    from: '<sip:alice@example.com>;tag=a1',
    to: '<sip:ob0@example.com>',
    contact: `sip:alice@127.0.0.1:${phone.port}`,
    body: sdp('alice'),
  }
  return { edge, phone, invite }
}

/** An application that waits to be connected. */
async function startListener(t: Test) {
  const srf = new SrfClass()
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  srf.listen({ server, secret: 'hush' })
  t.teardown(() => server.close())
  return { srf, place: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}

t.test(
  'the application that the handler names is connected and has the call',
  atOnce,
  async (t) => {
    const { srf, place } = await startListener(t)
    const handler = await startHandler(t, () => ({ action: 'route', data: { uri: place } }))
    const { edge, phone, invite } = await startScene(t, handler)
    srf.invite(async (req, res) => {
      const dialog = await srf.createUAS(req, res, { localSdp: sdp('us') })
      dialog.on('destroy', () => srf.endSession(req))
    })
    phone.send(request(phone, invite))
    const to = field(await phone.next('200 OK'), 'To')
    phone.send(request(phone, { ...invite, method: 'ACK', branch: 'z9hG4bKack', to, body: '' }))
    phone.send(
      request(phone, { ...invite, method: 'BYE', branch: 'z9hG4bKbye', cseq: 2, to, body: '' }),
    )
    await phone.next('200 OK', '2 BYE')
    const [first] = handler.asked
    t.same(Object.fromEntries(first?.url.searchParams ?? []), {
      method: 'INVITE',
      domain: '127.0.0.1',
      protocol: 'udp',
      source_address: '127.0.0.1',
      fromUser: 'alice',
      toUser: 'ob0',
      uriUser: 'ob0',
      contentType: 'application/sdp',
      uri: `sip:ob0@127.0.0.1:${edge.sipPort};x=y`,
      x: 'y',
    })
    t.ok(await drained(edge))
  },
)

t.test('an application may be named without asking anybody', atOnce, async (t) => {
  const { srf, place } = await startListener(t)
  const { phone, invite } = await startScene(t, { url: `tcp://${place}` })
  srf.invite((_req, res) => res.send(486))
  phone.send(request(phone, invite))
  await phone.next('486')
})

t.test('a handler may reject, redirect, or have the request proxied', atOnce, async (t) => {
  const target = await startUdpPhone(1)
  t.teardown(() => target.close())
  const uri = `sip:there@127.0.0.1:${target.port}`
  let said: unknown = { action: 'reject', data: { status: 403, reason: 'Nope' } }
  const handler = await startHandler(t, () => said)
  const ask = async () => {
    const scene = await startScene(t, { url: handler.url, isPost: true })
    scene.phone.send(request(scene.phone, scene.invite))
    return scene
  }
  await (await ask()).phone.next('403 Nope')
  t.match(handler.asked[0]?.body, /^INVITE sip:ob0@/, 'the request goes along')
  said = { action: 'redirect', data: { contact: [uri, 'sip:elsewhere@example.com'] } }
  const moved = await (await ask()).phone.next('302')
  t.equal(field(moved, 'Contact'), `<${uri}>, <sip:elsewhere@example.com>`)
  said = { action: 'proxy', data: { destination: uri, recordRoute: true } }
  const { edge, phone } = await ask()
  const came = await target.next('INVITE')
  t.equal(field(came, 'Record-Route'), `<sip:127.0.0.1:${edge.sipPort};lr>`)
  // The target's socket sends to nobody by itself: its answer goes where the request came from.
  const back = await startUdpPhone(edge.sipPort)
  t.teardown(() => back.close())
  back.send(answer(came, '200 OK', { tag: 'x', contact: uri, body: sdp('there') }))
  await phone.next('200 OK')
})

t.test(
  'who is not there is 480, what is no instruction 500, and a caller may give up',
  atOnce,
  async (t) => {
    let said: unknown = { action: 'route', data: { uri: '127.0.0.1:9' } }
    const handler = await startHandler(t, () => said)
    const ask = async () => {
      const scene = await startScene(t, { url: handler.url })
      scene.phone.send(request(scene.phone, scene.invite))
      return scene
    }
    await (await ask()).phone.next('480')
    said = { action: 'route', data: { tag: 'nobody' } }
    await (await ask()).phone.next('480')
    said = 'no json'
    await (await ask()).phone.next('500')
    said = { action: 'dance', data: {} }
    await (await ask()).phone.next('500')
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    t.teardown(() => silent.close())
    const { port } = silent.address() as AddressInfo
    const { edge, phone, invite } = await startScene(t, { url: `tcp://127.0.0.1:${port}` })
    phone.send(request(phone, invite))
    await phone.next('100')
    phone.send(request(phone, { ...invite, method: 'CANCEL', body: '' }))
    await phone.next('487')
    t.ok(await drained(edge))
  },
)
