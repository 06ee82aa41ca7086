import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import {
  drained,
  failure,
  quick,
  sdp,
  startScene,
  type Request,
} from '../../testkit/edge/edge-app.ts'
import { answer, field } from '../../testkit/edge/edge-phone.ts'
import { startNameServer, type Data } from '../../testkit/edge/name-server.ts'

t.jobs = 8
const atOnce = { buffered: true }

/** An edge, and phones that `sip:bob@servers.test` leads to, the first one first. */
async function startServers(t: Test, timers = quick) {
  const records: Data[] = []
  const names = await startNameServer({
    '_sip._udp.servers.test': records,
    'one.servers.test': [{ type: 'A', address: '127.0.0.1' }],
  })
  t.teardown(() => names.stop())
  const methods = ['invite', 'options']
  const scene = await startScene(t, timers, methods, { nameServers: [names.address] })
  const serve = (port: number) => {
    const order = [records.length, 1, port] as const
    records.push({ type: 'SRV', order, target: 'one.servers.test' })
  }
  const server = async () => {
    const phone = await scene.phone()
    serve(phone.port)
    return phone
  }
  const call = () => scene.srf.createUAC('sip:bob@servers.test', { localSdp: sdp('us') })
  return { ...scene, server, serve, call }
}

t.test('a server that refuses with 503 is followed by the next one', atOnce, async (t) => {
  const { edge, server, call } = await startServers(t)
  const [first, second] = [await server(), await server()]
  const calling = call()
  const invite = await first.next('INVITE sip:bob@servers.test SIP/2.0')
  first.send(answer(invite, '503 Service Unavailable', { tag: 'f' }))
  const ack = await first.next('ACK')
  t.equal(field(ack, 'Via'), field(invite, 'Via'))
  const again = await second.next('INVITE')
  t.not(field(again, 'Via'), field(invite, 'Via'), 'a new transaction')
  for (const name of ['Call-ID', 'CSeq', 'From', 'Contact'])
    t.equal(field(again, name), field(invite, name))
  first.send(answer(invite, '503 Service Unavailable', { tag: 'f' }))
  t.equal(await first.next('ACK'), ack, 'a 503 that comes again is acknowledged as before')
  const contact = `sip:bob@127.0.0.1:${second.port}`
  second.send(answer(again, '200 OK', { tag: 's', contact, body: sdp('bob') }))
  await second.next('ACK')
  const dialog = await calling
  const ending = dialog.destroy()
  second.send(answer(await second.next('BYE'), '200 OK'))
  await ending

  const next = failure(call())
  const third = await second.next('INVITE')
  t.notOk(
    first.seen.some((text) => text.includes(field(third, 'Call-ID'))),
    'the first rests',
  )
  second.send(answer(third, '486 Busy Here', { tag: 'x' }))
  t.equal(await next, 486, 'what is no 503 is the answer')
  t.ok(await drained(edge))
})

t.test('a server that says nothing is followed by the next one', atOnce, async (t) => {
  const { edge, server, call } = await startServers(t, { t1: 20, t2: 80, t4: 40 })
  const [first, second] = [await server(), await server()]
  const calling = failure(call())
  const invite = await first.next('INVITE')
  const again = await second.next('INVITE')
  second.send(answer(again, '603 Decline', { tag: 's' }))
  t.equal(await calling, 603)
  // Too late: nobody waits for it any more, and it does no harm.
  first.send(answer(invite, '486 Busy Here', { tag: 'f' }))
  t.ok(await drained(edge))
})

t.test('when no server takes the call the application hears of it once', atOnce, async (t) => {
  const { edge, server, call } = await startServers(t)
  const [first, second] = [await server(), await server()]
  const calling = failure(call())
  first.send(answer(await first.next('INVITE'), '503 Full', { tag: 'f' }))
  second.send(answer(await second.next('INVITE'), '503 Full', { tag: 's' }))
  t.equal(await calling, 503)
  t.equal(await failure(startNowhere(call)), 503, 'both are asked again, the first one first')
  t.ok(await drained(edge))

  async function startNowhere(call: () => Promise<unknown>) {
    const calling = call()
    calling.catch(() => undefined)
    first.send(answer(await first.next('INVITE'), '503 Full', { tag: 'f' }))
    second.send(answer(await second.next('INVITE'), '503 Full', { tag: 's' }))
    return calling
  }
})

t.test('a name that leads nowhere ends the call at once', atOnce, async (t) => {
  const { edge, srf } = await startServers(t)
  const call = srf.createUAC('sip:bob@nowhere.test', { localSdp: sdp('us') })
  t.equal(await failure(call), 503)
  t.ok(await drained(edge))
})

t.test('a server that rings has the call: its 503 is the answer', atOnce, async (t) => {
  const { edge, server, call } = await startServers(t)
  const [first, second] = [await server(), await server()]
  const calling = failure(call())
  const invite = await first.next('INVITE')
  first.send(answer(invite, '180 Ringing', { tag: 'f' }))
  first.send(answer(invite, '503 Lost', { tag: 'f' }))
  t.equal(await calling, 503)
  t.same(second.seen, [])
  t.ok(await drained(edge))
})

t.test('a call that is cancelled is not tried elsewhere', atOnce, async (t) => {
  const { edge, srf, server } = await startServers(t)
  const [first, second] = [await server(), await server()]
  let request: Request | undefined
  const calling = failure(
    srf.createUAC(
      'sip:bob@servers.test',
      { localSdp: sdp('us') },
      { cbRequest: (_error: unknown, sent: Request) => (request = sent) },
    ),
  )
  const invite = await first.next('INVITE')
  request?.cancel()
  // The CANCEL waits for a provisional response; this server refuses without one.
  await srf.request('sip:x', { method: 'OPTIONS', stackDialogId: 'none' }).catch(() => undefined)
  first.send(answer(invite, '503 Full', { tag: 'f' }))
  t.equal(await calling, 503)
  t.same(second.seen, [])
  t.ok(await drained(edge))
})

t.test('other requests than INVITE go to the next server, too', atOnce, async (t) => {
  const { edge, srf, server } = await startServers(t)
  const [first, second] = [await server(), await server()]
  const sent = await srf.request('sip:servers.test', { method: 'OPTIONS' })
  const answered = once(sent, 'response')
  first.send(answer(await first.next('OPTIONS'), '503 Full', { tag: 'f' }))
  second.send(answer(await second.next('OPTIONS'), '200 OK', { tag: 's' }))
  t.match(await answered, [{ status: 200 }])
  t.ok(await drained(edge))
})

t.test(
  'what is too large for a datagram goes over TCP, or over UDP after all',
  atOnce,
  async (t) => {
    const { edge, srf, phone } = await startScene(t)
    const bob = await phone()
    const headers = { 'X-Long': 'x'.repeat(1300) }
    const ask = async () => {
      const sent = await srf.request(`sip:127.0.0.1:${bob.port}`, { method: 'OPTIONS', headers })
      return once(sent, 'response')
    }
    const refused = ask()
    const datagram = await bob.next('OPTIONS')
    t.match(field(datagram, 'Via'), /^SIP\/2\.0\/UDP /)
    bob.send(answer(datagram, '200 OK', { tag: 'u' }))
    t.match(await refused, [{ status: 200 }])

    const listener = createServer().listen(0, '127.0.0.1')
    await once(listener, 'listening')
    t.teardown(() => listener.close())
    const address = listener.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const sending = srf.request(`sip:127.0.0.1:${port}`, { method: 'OPTIONS', headers })
    const [socket] = (await once(listener, 'connection')) as [Socket]
    t.teardown(() => socket.destroy())
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    t.match(field(chunk.toString(), 'Via'), /^SIP\/2\.0\/TCP /)
    const answered = sending.then((sent) => once(sent, 'response'))
    socket.write(answer(chunk.toString(), '200 OK', { tag: 't' }))
    t.match(await answered, [{ status: 200 }])
    t.ok(await drained(edge))
  },
)
