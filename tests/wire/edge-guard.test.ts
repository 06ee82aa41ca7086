import { once } from 'node:events'
import { connect } from 'node:net'
import t, { type Test } from 'tap'
import WebSocket from 'ws'
import type { GuardSettings } from '../../edge/guard/guard-settings.ts'
import { networksOf } from '../../edge/guard/networks.ts'
import { startEdge, type Edge } from '../../edge/start-edge.ts'
import { quick, sdp, startApp, type Srf } from '../../testkit/edge/edge-app.ts'
import { field, request, startUdpPhone, type Phone } from '../../testkit/edge/edge-phone.ts'

// Strangers come from 127.0.0.2 and up: the whole network is this machine. Nobody is trusted but 127.0.0.1.

const settings: GuardSettings = {
  trusted: networksOf(['127.0.0.1']),
  proxies: networksOf([]),
  origins: ['https://cc.example.com', 'localhost'],
  messagesPerSecond: 300,
  callsPerSecond: 10,
  registersPerMinute: 300,
  wrongCredentialsPerMinute: 10,
  connections: 5,
  banMinutes: 5,
}

type Stage = {
  readonly edge: Edge
  readonly srf: Srf
  readonly from: (address: string) => Promise<Phone>
}

async function startStage(t: Test): Promise<Stage> {
  const edge = await startEdge({
    host: '127.0.0.1',
    sipPort: 0,
    tlsPort: 0,
    wsPort: 0,
    appPort: 0,
    secret: 'hush',
    timers: quick,
    guard: settings,
  })
  const srf = await startApp(edge, ['invite', 'register', 'options'])
  const phones: Phone[] = []
  t.teardown(async () => {
    for (const phone of phones) phone.close()
    srf.disconnect()
    await edge.stop()
  })
  const from = async (address: string) => {
    const phone = await startUdpPhone(edge.sipPort, address)
    phones.push(phone)
    return phone
  }
  return { edge, srf, from }
}

let names = 0
/** A request of its own transaction, outside of any dialog. */
function begin(phone: Phone, method: string, ...headers: readonly string[]): string {
  names += 1
  return request(phone, {
    method,
    uri: 'sip:95000@127.0.0.1',
    callId: `guard-${names}`,
    cseq: 1,
    from: `<sip:a@b>;tag=${names}`,
    to: '<sip:95000@c>',
    contact: `sip:a@${phone.address}:${phone.port}`,
    headers,
    body: method === 'INVITE' ? sdp('stranger') : '',
  })
}

/** All that was sent before has been read: the edge answers its own network in order. */
async function settled(phone: Phone): Promise<void> {
  phone.send(begin(phone, 'OPTIONS'))
  await phone.next('200', '1 OPTIONS')
}

const refusals = (edge: Edge, cause: string) =>
  edge.counters.all('refusals').find(({ labels }) => labels[0] === cause)?.count ?? 0

t.test('a scanner hears nothing, now and afterwards', async (t) => {
  const { edge, srf, from } = await startStage(t)
  srf.options((_req, res) => res.send(200))
  const [us, scanner, other] = [
    await from('127.0.0.1'),
    await from('127.0.0.2'),
    await from('127.0.0.3'),
  ]
  scanner.send(begin(scanner, 'OPTIONS', 'User-Agent: friendly-scanner'))
  scanner.send(begin(scanner, 'OPTIONS'))
  other.send(begin(other, 'OPTIONS'))
  await other.next('200')
  await settled(us)
  t.same(scanner.seen, [])
  t.match(edge.guard.bans(), [{ source: '127.0.0.2', cause: 'scanner', silenced: 1 }])
  const socket = connect({ port: edge.sipPort, host: '127.0.0.1', localAddress: '127.0.0.2' })
  socket.on('error', () => undefined)
  await once(socket, 'close')
  t.ok(edge.guard.lift('127.0.0.2'))
  scanner.send(begin(scanner, 'OPTIONS'))
  await scanner.next('200')
})

t.test(
  'a flood of calls is refused without state, then met with silence; others talk on',
  async (t) => {
    const { edge, srf, from } = await startStage(t)
    let taken = 0
    srf.invite((req, res) => {
      if (req.get('From').includes('carol')) void srf.createUAS(req, res, { localSdp: sdp('us') })
      else {
        taken += 1
        res.send(486)
      }
    })
    srf.options((_req, res) => res.send(200))
    const [us, carol, mallory] = [
      await from('127.0.0.1'),
      await from('127.0.0.4'),
      await from('127.0.0.5'),
    ]
    const call = {
      uri: 'sip:95000@127.0.0.1',
      callId: 'carol',
      from: '<sip:carol@b>;tag=carol',
      contact: `sip:carol@127.0.0.4:${carol.port}`,
    }
    carol.send(
      request(carol, { ...call, method: 'INVITE', cseq: 1, to: '<sip:95000@c>', body: sdp('c') }),
    )
    const to = field(await carol.next('200 OK'), 'To')
    carol.send(request(carol, { ...call, method: 'ACK', cseq: 1, to }))
    for (let i = 0; i < 400; i++) {
      mallory.send(begin(mallory, 'INVITE'))
      if (i % 50 === 0) await settled(us)
    }
    await settled(us)
    t.ok(taken >= 30 && taken < 60, `${taken} reached the application`)
    const refused = mallory.seen.filter((text) => text.startsWith('SIP/2.0 503'))
    t.ok(refused.length >= 90 && refused.length < 160)
    t.ok(refused.every((text) => /^Retry-After: ([5-9]|1[0-5])\r$/m.test(text)))
    t.match(edge.guard.bans(), [{ source: '127.0.0.5', cause: 'flood' }])
    t.ok(edge.counts().dialogs === 1)
    carol.send(request(carol, { ...call, method: 'BYE', cseq: 2, to }))
    await carol.next('200 OK', '2 BYE')
  },
)

t.test('guessing passwords by REGISTER ends in silence', async (t) => {
  const { edge, srf, from } = await startStage(t)
  let asked = 0
  srf.options((_req, res) => res.send(200))
  srf.register((_req, res) => {
    asked += 1
    res.send(401, { headers: { 'WWW-Authenticate': 'Digest realm="x", nonce="y"' } })
  })
  const [us, guesser] = [await from('127.0.0.1'), await from('127.0.0.6')]
  for (let i = 0; i < 40; i++) {
    guesser.send(
      begin(guesser, 'REGISTER', `Authorization: Digest username="1001", response="${i}"`),
    )
    await settled(us)
  }
  t.equal(asked, 11)
  t.equal(guesser.seen.filter((text) => text.startsWith('SIP/2.0 401')).length, 11)
  t.match(edge.guard.bans(), [{ source: '127.0.0.6', cause: 'brute-force' }])
})

t.test(
  'garbage gets no answer, what is nearly a request few, and what is too large none',
  async (t) => {
    const { edge, srf, from } = await startStage(t)
    srf.options((_req, res) => res.send(200))
    const us = await from('127.0.0.1')
    const [noise, nearly, large] = [
      await from('127.0.0.7'),
      await from('127.0.0.8'),
      await from('127.0.0.9'),
    ]
    for (let i = 0; i < 20; i++) {
      noise.send(
        ['hello', '\0'.repeat(100), 'GET / HTTP/1.1\r\n\r\n', 'SIP/2.0 200 OK\r\n\r\n'][i % 4] ??
          '',
      )
      nearly.send(begin(nearly, 'OPTIONS').replace('CSeq: 1', 'CSeq: x'))
      large.send(
        begin(large, 'OPTIONS', `X-Much: ${'x'.repeat(60_000)}`).replace('CSeq: 1', 'CSeq: x'),
      )
    }
    await settled(us)
    t.same(noise.seen, [])
    t.equal(nearly.seen.length, 5)
    t.ok(nearly.seen.every((text) => text.length < 600))
    t.ok(large.seen.length <= 5 && large.seen.every((text) => text.length < 600))
    for (let i = 0; i < 20; i++) noise.send('hello again')
    await settled(us)
    t.match(edge.guard.bans(), [{ source: '127.0.0.7', cause: 'garbage' }])
  },
)

t.test('no request of a stranger is answered by more than one small response', async (t) => {
  const { edge, from, srf } = await startStage(t)
  srf.options((_req, res) => res.send(200))
  const [us, stranger] = [await from('127.0.0.1'), await from('127.0.0.10')]
  const lost = { to: '<sip:us@c>;tag=none' }
  const sent = [
    begin(stranger, 'SPEAK'),
    begin(stranger, 'BYE').replace('To: <sip:95000@c>', `To: ${lost.to}`),
    begin(stranger, 'INVITE').replace('To: <sip:95000@c>', `To: ${lost.to}`),
    begin(stranger, 'CANCEL'),
    begin(stranger, 'PRACK'),
    begin(stranger, 'ACK'),
  ]
  for (const text of sent) stranger.send(text)
  await settled(us)
  // Longer than any repeat would wait.
  await new Promise((resolve) => setTimeout(resolve, 300))
  t.same(
    stranger.seen.map((text) => text.slice(8, 11)),
    ['501', '481', '481', '481', '481'],
  )
  t.ok(stranger.seen.every((text, i) => text.length < (sent[i]?.length ?? 0) + 120))
  t.notOk(stranger.seen.some((text) => /^(server|user-agent|warning):/im.test(text)))
  t.equal(edge.counts().transactions, 1, 'that of our own OPTIONS')
})

t.test(
  'a page of another site is turned away, and one source has so many connections',
  async (t) => {
    const { edge } = await startStage(t)
    const open = (origin: string | undefined, localAddress: string) =>
      new Promise<boolean>((resolve) => {
        const socket = new WebSocket(`ws://127.0.0.1:${edge.wsPort}/`, 'sip', {
          localAddress,
          ...(origin && { origin }),
        })
        t.teardown(() => socket.terminate())
        socket.on('open', () => resolve(true))
        socket.on('error', () => resolve(false))
      })
    t.equal(await open('https://evil.example', '127.0.0.11'), false)
    t.equal(await open('https://cc.example.com', '127.0.0.11'), true)
    t.equal(await open('http://localhost:8080', '127.0.0.11'), true)
    const more = []
    for (let i = 0; i < 6; i++) more.push(await open(undefined, '127.0.0.11'))
    t.same(more.slice(-1), [false])
    t.equal(await open(undefined, '127.0.0.12'), true)
    t.equal(refusals(edge, 'origin'), 1)
    t.ok(refusals(edge, 'connections') >= 1)
  },
)

t.test('an answered call is what a carrier earns its room by', async (t) => {
  const { edge, srf, from } = await startStage(t)
  srf.invite((req, res) => void srf.createUAS(req, res, { localSdp: sdp('us') }))
  const carrier = await from('127.0.0.13')
  for (let i = 0; i < 120; i++) {
    const invite = begin(carrier, 'INVITE')
    carrier.send(invite)
    const ok = await carrier.next('200 OK')
    const ack = { method: 'ACK', uri: 'sip:95000@127.0.0.1', cseq: 1 }
    const [callId, caller, to] = ['Call-ID', 'From', 'To'].map((name) => field(ok, name))
    carrier.send(
      request(carrier, { ...ack, callId: callId ?? '', from: caller ?? '', to: to ?? '' }),
    )
  }
  t.equal(edge.counters.sum('refusals'), 0)
  t.equal(edge.counts().dialogs, 120)
})
