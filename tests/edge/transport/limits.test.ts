import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import t, { type Test } from 'tap'
import { WebSocket } from 'ws'
import { Counters } from '../../../edge/counters.ts'
import { type Guard, permissiveGuard } from '../../../edge/guard/guard.ts'
import type { Hop } from '../../../edge/hop.ts'
import { createIngress } from '../../../edge/transport/ingress.ts'
import type { Limits } from '../../../edge/transport/limits.ts'
import { startTcp } from '../../../edge/transport/tcp.ts'
import { startTls } from '../../../edge/transport/tls.ts'
import { startWs } from '../../../edge/transport/ws.ts'

const anyPort = { address: '127.0.0.1', port: 0 }
const pem = (name: string) =>
  readFileSync(new URL(`../../../testkit/certificates/${name}`, import.meta.url), 'utf8')
const pair = { cert: pem('one.crt'), key: pem('one.key') }

/** What the transports tell, and time that a test lets pass. */
function startIntake(t: Test, limits: Partial<Limits> = {}, guard: Partial<Guard> = {}) {
  const heard: { text: string; hop: Hop }[] = []
  const counters = new Counters()
  const ingress = createIngress({
    receive: (text, hop) => void heard.push({ text, hop }),
    guard: { ...permissiveGuard, ...guard },
    counters,
    onDelay: () => undefined,
    limits,
  })
  t.teardown(() => ingress.watch.stop())
  const faults = () => counters.all('dropped').map(({ labels }) => labels.join())
  return { ingress, heard, faults }
}

async function startTcpStage(t: Test, limits: Partial<Limits> = {}, guard: Partial<Guard> = {}) {
  const stage = startIntake(t, limits, guard)
  const tcp = await startTcp(anyPort, stage.ingress)
  t.teardown(() => tcp.stop())
  const dial = async () => {
    const socket = connect(tcp.local.port, '127.0.0.1')
    socket.on('error', () => undefined)
    t.teardown(() => socket.destroy())
    await once(socket, 'connect')
    return socket
  }
  return { ...stage, tcp, dial }
}

const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}

const options = (extra = '', body = '') =>
  'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:5999;branch=z9hG4bK1' +
  `${extra}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\n` +
  `Content-Length: ${body.length}\r\n\r\n${body}`

const readAll = async (socket: Socket) => {
  let text = ''
  socket.on('data', (chunk) => (text += chunk.toString()))
  await once(socket, 'close')
  return text
}

t.test('a connection that says nothing is closed', async (t) => {
  const { ingress, faults, dial, tcp } = await startTcpStage(t)
  const socket = await dial()
  await until(() => tcp.connections.size === 1)
  ingress.watch.look(29_000)
  t.equal(tcp.connections.size, 1)
  ingress.watch.look(31_000)
  await readAll(socket)
  t.same(faults(), ['a connection that says nothing'])
})

t.test('a message that comes byte by byte has ten seconds to be whole', async (t) => {
  const { ingress, heard, faults, dial } = await startTcpStage(t)
  const socket = await dial()
  socket.write(options())
  await until(() => heard.length === 1)
  const hop = heard[0]?.hop
  for (let second = 0; second < 10; second += 2) {
    ingress.watch.look(60_000 + second * 1000)
    socket.write('O')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  t.ok(hop?.isOpen)
  ingress.watch.look(71_000)
  await readAll(socket)
  t.same(faults(), ['a message that does not end'])
})

t.test('an idle connection is closed, unless somebody is registered over it', async (t) => {
  const { ingress, heard, faults, dial } = await startTcpStage(t)
  const [idle, registered] = [await dial(), await dial()]
  registered.write(options())
  await until(() => heard.length === 1)
  const hop = heard[0]?.hop
  hop?.keep?.(3_600_000)
  idle.write(options())
  await until(() => heard.length === 2)
  ingress.watch.look(33 * 60_000)
  await readAll(idle)
  t.ok(hop?.isOpen)
  ingress.watch.look(61 * 60_000)
  await readAll(registered)
  t.same(faults(), [], 'that is nobody’s fault')
})

t.test('a message that is too long gets 513, and its connection ends', async (t) => {
  const { heard, faults, dial } = await startTcpStage(t, { messageBytes: 4000, headBytes: 2000 })
  const long = await dial()
  long.write(options('', 'x'.repeat(3500)))
  await until(() => heard.length === 1)
  long.write(options('', 'x'.repeat(4000)))
  t.match(await readAll(long), /^SIP\/2\.0 513 Message Too Large\r\nVia: .*z9hG4bK1\r\n/)
  const endless = await dial()
  endless.write(`OPTIONS sip:a@b SIP/2.0\r\nX: ${'x'.repeat(3000)}`)
  t.equal(await readAll(endless), '')
  const lost = await dial()
  lost.write('hello\r\n\r\n')
  await readAll(lost)
  t.same(faults(), ['a message that is too long', 'a stream without lengths'])
})

t.test('who does not read what it is sent is cut off', async (t) => {
  const { heard, faults, dial } = await startTcpStage(t, { unsentBytes: 100_000 })
  const socket = await dial()
  socket.pause()
  socket.write(options())
  await until(() => heard.length === 1)
  const hop = heard[0]?.hop
  let sent = 0
  for (; hop?.isOpen && sent < 20_000; sent++) {
    hop.send('x'.repeat(1000))
    await new Promise((resolve) => setImmediate(resolve))
  }
  t.notOk(hop?.isOpen)
  t.same(faults(), ['a connection that is not read'])
})

t.test('a connection too many is closed at once, and one that ended makes room', async (t) => {
  const { faults, dial, tcp } = await startTcpStage(t, { connections: 2 })
  const first = await dial()
  await dial()
  await until(() => tcp.connections.size === 2)
  await readAll(await dial())
  t.same(faults(), ['too many connections'])
  first.destroy()
  await until(() => tcp.connections.size === 1)
  await dial()
  await until(() => tcp.connections.size === 2)
})

t.test('the guard is asked for each connection and message, and told of each end', async (t) => {
  const told: string[] = []
  let isOpen = true
  const guard: Partial<Guard> = {
    acceptsConnection: (transport) => {
      told.push(`${transport} opens`)
      return isOpen
    },
    connectionClosed: (transport) => void told.push(`${transport} closes`),
    acceptsMessage: (transport) => {
      told.push(`${transport} speaks`)
      return told.length < 5
    },
  }
  const { ingress, heard } = startIntake(t, {}, guard)
  const tls = await startTls(anyPort, ingress, { isStrict: true }, pair)
  t.teardown(() => tls.stop())
  const dial = () => connectTls({ host: '127.0.0.1', port: tls.local.port, ca: pair.cert })
  const socket = dial()
  await once(socket, 'secureConnect')
  socket.write(options().repeat(4))
  await until(() => told.length === 5)
  t.equal(heard.length, 3)
  socket.destroy()
  await until(() => told.length === 6)
  isOpen = false
  const refused = dial()
  await once(refused, 'error')
  t.same(told, ['tls opens', ...Array<string>(4).fill('tls speaks'), 'tls closes', 'tls opens'])
})

t.test('a page from elsewhere opens no WebSocket, and no page may send without end', async (t) => {
  const guard = { acceptsOrigin: (origin?: string) => origin !== 'https://evil.example' }
  const { ingress, heard } = startIntake(t, { messageBytes: 2000, handshakeMs: 300 }, guard)
  const ws = await startWs(anyPort, ingress)
  t.teardown(() => ws.stop())
  const url = `ws://127.0.0.1:${ws.local.port}`
  const evil = new WebSocket(url, 'sip', { origin: 'https://evil.example' })
  t.match(await once(evil, 'error'), [{ message: /403/ }])

  const good = new WebSocket(url, 'sip', { origin: 'https://cc.example' })
  await once(good, 'open')
  good.send(options())
  await until(() => heard.length === 1)
  good.send('\r\n\r\n')
  t.match(await once(good, 'message'), [Buffer.from('\r\n')])
  good.send(options('', 'x'.repeat(2000)))
  t.match(await once(good, 'close'), [1009])

  const dawdler = connect(ws.local.port, '127.0.0.1')
  dawdler.on('error', () => undefined)
  dawdler.write('GET / HTTP/1.1\r\nHost: x\r\n')
  t.match(await readAll(dawdler), /^(HTTP\/1\.1 408 |$)/)
})

t.test('a browser that answers no ping is gone after the next one', async (t) => {
  const { ingress } = startIntake(t)
  const ws = await startWs(anyPort, ingress)
  t.teardown(() => ws.stop())
  const url = `ws://127.0.0.1:${ws.local.port}`
  const awake = new WebSocket(url, 'sip')
  const asleep = new WebSocket(url, 'sip', { autoPong: false })
  await Promise.all([once(awake, 'open'), once(asleep, 'open')])
  const pings = once(awake, 'ping')
  const round = (from: number) => {
    for (let turn = 0; turn < 20; turn++) ingress.watch.look(from + turn)
  }
  round(0)
  await pings
  await new Promise((resolve) => setTimeout(resolve, 50))
  round(100)
  await once(asleep, 'close')
  t.equal(awake.readyState, WebSocket.OPEN)
  awake.terminate()
})

t.test('a request to the port that a peer names its own goes over its connection', async (t) => {
  const { heard, dial, tcp } = await startTcpStage(t)
  const peer = await dial()
  peer.write(options(';alias;rport'))
  await until(() => heard.length === 1)
  tcp.hopTo('127.0.0.1', 5999).send(options())
  const [chunk] = (await once(peer, 'data')) as [Buffer]
  t.equal(chunk.toString(), options())
  t.equal(tcp.hopTo('127.0.0.1', peer.localPort ?? 0), heard[0]?.hop, 'nor is its own port dialled')
})
