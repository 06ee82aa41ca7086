import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { drained, failure, sdp, startScene, type Scene } from '../../testkit/edge/edge-app.ts'
import { answer, field, request, type Phone } from '../../testkit/edge/edge-phone.ts'

// Each waits a while for its last timers to run out: all at once.
t.jobs = 8
const atOnce = { buffered: true }

const contact = 'sip:k7f3@browser.invalid;transport=ws'
const register = (edgePort: number, cseq: number) => ({
  method: 'REGISTER',
  uri: `sip:127.0.0.1:${edgePort}`,
  callId: 'register-1',
  cseq,
  from: '<sip:1001@example.com>;tag=r1',
  to: '<sip:1001@example.com>',
  contact,
})

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** The application challenges, and accepts the password `pw`. */
function acceptRegistrations({ srf }: Scene): void {
  srf.register((req, res) => {
    const expected = md5(`${md5('1001:r:pw')}:n1:${md5(`REGISTER:${req.uri}`)}`)
    const has = (name: string) => (req as unknown as { has(n: string): boolean }).has(name)
    if (has('Authorization') && req.get('Authorization').includes(expected))
      res.send(200, { headers: { Contact: `${req.get('Contact')};expires=600`, Expires: '600' } })
    else res.send(401, { headers: { 'WWW-Authenticate': 'Digest realm="r", nonce="n1"' } })
  })
}

async function registerOver(browser: Phone, { edge }: Scene, cseq = 1): Promise<string> {
  const plan = register(edge.sipPort, cseq)
  browser.send(request(browser, plan))
  t.match(field(await browser.next('401'), 'WWW-Authenticate'), 'nonce="n1"')
  const response = md5(`${md5('1001:r:pw')}:n1:${md5(`REGISTER:${plan.uri}`)}`)
  const credentials = `Authorization: Digest username="1001",realm="r",nonce="n1",uri="${plan.uri}",response="${response}"`
  browser.send(request(browser, { ...plan, cseq: cseq + 1, headers: [credentials] }))
  return browser.next('200 OK')
}

t.test(
  'a browser registers with a digest, and calls reach it over its connection',
  atOnce,
  async (t) => {
    const scene = await startScene(t)
    const { edge, srf } = scene
    acceptRegistrations(scene)
    const browser = await scene.browser()
    t.equal(field(await registerOver(browser, scene), 'Contact'), `<${contact}>;expires=600`)
    t.equal(edge.counts().registrations, 1)

    const calling = srf.createUAC(contact, { localSdp: sdp('us') })
    const invite = await browser.next('INVITE')
    t.match(invite, `INVITE ${contact} SIP/2.0`)
    t.match(field(invite, 'Via'), /^SIP\/2.0\/WS 127.0.0.1:\d+;/)
    t.match(field(invite, 'Contact'), `;transport=ws>`)
    browser.send(answer(invite, '180 Ringing', { tag: 'b1' }))
    browser.send(answer(invite, '200 OK', { tag: 'b1', contact, body: sdp('browser') }))
    t.match(await browser.next('ACK'), `ACK ${contact}`)
    const dialog = await calling

    const again = await scene.browser()
    await registerOver(again, scene, 3)
    const asked = dialog.request({ method: 'INFO' })
    const info = await again.next('INFO')
    t.pass('the newest connection of the registration is used')
    again.send(answer(info, '200 OK'))
    t.equal((await asked).status, 200)
    browser.close()
    const ending = dialog.destroy()
    again.send(answer(await again.next('BYE'), '200 OK'))
    await ending
    t.ok(await drained(edge))
  },
)

t.test('what goes to a browser that is gone ends at once in 503', atOnce, async (t) => {
  const scene = await startScene(t, {})
  const { edge, srf } = scene
  acceptRegistrations(scene)
  const browser = await scene.browser()
  await registerOver(browser, scene)
  const calling = failure(srf.createUAC(contact, { localSdp: sdp('us') }))
  await browser.next('INVITE')
  const before = performance.now()
  browser.close()
  t.equal(await calling, 503)
  t.equal(await failure(srf.createUAC(contact, { localSdp: sdp('us') })), 503)
  t.ok(performance.now() - before < 2000)
  t.equal(edge.counts().connections, 0)
})

t.test(
  'a browser that did not register calls in and is hung up over its connection',
  atOnce,
  async (t) => {
    const scene = await startScene(t)
    const { edge, srf } = scene
    const browser = await scene.browser()
    const begun = new Promise<{ destroy(): Promise<unknown> }>((resolve) => {
      srf.invite((req, res) => {
        void srf.createUAS(req, res, { localSdp: sdp('us') }).then(resolve)
      })
    })
    const invite = {
      method: 'INVITE',
      uri: 'sip:95000@example.com',
      callId: 'web-1',
      cseq: 1,
      from: '<sip:web@example.com>;tag=w1',
      to: '<sip:95000@example.com>',
      contact,
    }
    browser.send(request(browser, { ...invite, body: sdp('browser') }))
    const ok = await browser.next('200 OK')
    t.equal(field(ok, 'Contact'), `<sip:127.0.0.1:${edge.wsPort};transport=ws>`)
    browser.send(request(browser, { ...invite, method: 'ACK', to: field(ok, 'To') }))
    const ending = (await begun).destroy()
    browser.send(answer(await browser.next('BYE'), '200 OK'))
    await ending
    t.ok(await drained(edge))
  },
)

t.test('pings keep connections and NATs open without troubling anybody', atOnce, async (t) => {
  const scene = await startScene(t)
  const browser = await scene.browser()
  browser.send('\r\n\r\n')
  await browser.next('')
  t.same(browser.seen, ['\r\n'])
  const phone = await scene.phone()
  phone.send('')
  phone.send('\r\n\r\n')
  const socket = connect(scene.edge.sipPort, '127.0.0.1').setEncoding('latin1')
  socket.write('\r\n\r\n')
  t.same(await once(socket, 'data'), ['\r\n'])
  socket.destroy()
  t.equal(scene.edge.counts().dropped, 0)
})

t.test(
  'over TCP, split messages are put together and the answer takes the same way',
  atOnce,
  async (t) => {
    const scene = await startScene(t)
    const { edge, srf } = scene
    srf.options((req, res) => res.send(200, { headers: { 'X-Came': req.get('X-Long') } }))
    await new Promise((resolve) => setTimeout(resolve, 100))
    const socket = connect(edge.sipPort, '127.0.0.1').setEncoding('latin1')
    const alice = await scene.phone()
    const plan = { ...register(edge.sipPort, 1), method: 'OPTIONS', headers: ['X-Long: yes'] }
    const [one, two] = [request(alice, plan), request(alice, { ...plan, cseq: 2 })]
    const all = `${one}${two}`.replaceAll('SIP/2.0/UDP', 'SIP/2.0/TCP')
    for (let at = 0; at < all.length; at += 50) {
      socket.write(all.slice(at, at + 50))
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    let came = ''
    while (came.split('X-Came: yes').length < 3) came += String((await once(socket, 'data'))[0])
    t.match(came, /CSeq: 1 OPTIONS[^]*CSeq: 2 OPTIONS/)
    socket.write('no sip at all\r\n\r\n')
    await once(socket, 'close')
    t.ok(await drained(edge))
  },
)
