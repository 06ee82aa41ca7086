import t, { type Test } from 'tap'
import { named } from '../../core/names.ts'
import { untilFound } from '../../testkit/desk.ts'
import { type Phone, request, startUdpPhone } from '../../testkit/edge/edge-phone.ts'
import {
  type Kamailio,
  inner,
  noKamailio,
  startKamailio,
} from '../../testkit/kamailio/kamailio-process.ts'
import { openEndpoint, type Respond } from '../../testkit/phone/endpoint.ts'
import { headerOf, headersOf, methodOf, type SipMessage } from '../../testkit/phone/sip-text.ts'
import { startNode } from './kamailio-node.ts'
import { call, inviteOf } from './kamailio-talk.ts'

t.setTimeout(120_000)
const skip = noKamailio

async function phoneAt(t: Test, kamailio: Kamailio): Promise<Phone> {
  const phone = await startUdpPhone(kamailio.port)
  t.teardown(() => phone.close())
  return phone
}

/** A node that only keeps what it hears; deaf, it is as good as dead. */
async function rawNode(t: Test, host: string) {
  const heard: SipMessage[] = []
  const node = { heard, isDeaf: false, line: '' }
  const hear = (message: SipMessage, respond: Respond): void => {
    if (node.isDeaf || methodOf(message) === 'ACK') return
    if (methodOf(message) !== 'OPTIONS') heard.push(message)
    respond(methodOf(message) === 'OPTIONS' ? 200 : 486)
  }
  const endpoint = await openEndpoint(host, hear)
  t.teardown(() => endpoint.close())
  node.line = `sip:${host}:${endpoint.port} 0 90 duid=raw`
  return node
}

const stateOf = async (kamailio: Kamailio, host: string): Promise<string | undefined> =>
  new RegExp(`URI: sip:${host}:.*\\n\\s*FLAGS: (\\w+)`).exec(
    await kamailio.rpc('dispatcher.list'),
  )?.[1]

t.test(
  'a call goes through both ways, and no phone sees an address inside',
  { skip },
  async (t) => {
    const node = await startNode(t, 20)
    const kamailio = await startKamailio(t, { nodes: [node.line] })
    const phone = await phoneAt(t, kamailio)

    const talk = await call(kamailio, phone, node)
    t.equal(await talk.ask('OPTIONS'), 200)
    t.equal(await talk.ask('BYE'), 200)
    await node.next('leg.ended')

    const again = await call(kamailio, phone, node)
    node.signalling.hangUp(again.leg, 'finished')
    await phone.next('BYE')
    t.ok(phone.seen.length >= 6)
    for (const text of phone.seen) t.notMatch(text, /127\.1\.|Kamailio|Server:|User-Agent:/i)
  },
)

t.test('a node hears where a request came from, whatever the caller says', { skip }, async (t) => {
  const node = await rawNode(t, '127.1.0.30')
  const kamailio = await startKamailio(t, { nodes: [node.line] })
  const phone = await phoneAt(t, kamailio)
  const lie = ['X-Callwright-Source: 203.0.113.1:5060;transport=tls', 'Route: <sip:203.0.113.9;lr>']
  phone.send(request(phone, inviteOf(kamailio, phone, { headers: lie })))
  await phone.next('486')
  const [invite] = node.heard
  if (!invite) throw new Error('no INVITE came')
  t.same(headersOf(invite, 'x-callwright-source'), [`127.0.0.1:${phone.port};transport=udp`])
  t.equal(headerOf(invite, 'route'), '')
  t.match(invite.start, /^INVITE sip:95000@/)
})

t.test('nobody reaches a third party through the border', { skip }, async (t) => {
  const node = await startNode(t, 20)
  const kamailio = await startKamailio(t, { nodes: [node.line] })
  const [phone, victim] = [await phoneAt(t, kamailio), await startUdpPhone(9)]
  t.teardown(() => victim.close())
  const to = '<sip:x@127.0.0.1>;tag=made-up'
  const way = [
    `Route: <sip:127.0.0.1:${kamailio.port};lr>`,
    `Route: <sip:127.0.0.1:${victim.port};lr>`,
  ]
  phone.send(
    request(phone, inviteOf(kamailio, phone, { method: 'INFO', to, body: '', headers: way })),
  )
  await phone.next('403')
  t.same(victim.seen, [])
})

t.test('a node that drains gets no new call, and keeps those it has', { skip }, async (t) => {
  const [first, second] = [await startNode(t, 20), await startNode(t, 10)]
  const kamailio = await startKamailio(t, { nodes: [first.line, second.line] })
  const phone = await phoneAt(t, kamailio)
  const talk = await call(kamailio, phone, first)

  first.signalling.drain()
  await call(kamailio, phone, second)
  t.equal(await talk.ask('OPTIONS'), 200, 'the present call goes on')
  await untilFound('a node that is passed over', async () =>
    /^I/.test((await stateOf(kamailio, first.host)) ?? ''),
  )
  await call(kamailio, phone, second)
  t.equal(await talk.ask('BYE'), 200)
})

t.test('an operator takes a node out and back again', { skip }, async (t) => {
  const [first, second] = [await startNode(t, 20), await startNode(t, 10)]
  const kamailio = await startKamailio(t, { nodes: [first.line, second.line] })
  const phone = await phoneAt(t, kamailio)
  const talk = await call(kamailio, phone, first)
  await kamailio.rpc('dispatcher.set_duid_state', 'd', '1', 'n20')
  await call(kamailio, phone, second)
  t.equal(await talk.ask('OPTIONS'), 200)
  await kamailio.rpc('dispatcher.set_duid_state', 'a', '1', 'n20')
  await call(kamailio, phone, first)
})

t.test(
  'a dead node costs the next caller a moment, and those after him nothing',
  { skip },
  async (t) => {
    const [first, second] = [await rawNode(t, '127.1.0.30'), await startNode(t, 10)]
    const kamailio = await startKamailio(t, {
      nodes: [first.line, second.line],
      // The calls find out, not the health check.
      site: { SITE_PING_SECONDS: 60, SITE_NODE_TIMEOUT_MS: 700 },
    })
    const phone = await phoneAt(t, kamailio)
    first.isDeaf = true
    await call(kamailio, phone, second)
    t.match(await stateOf(kamailio, '127.1.0.30'), /^I/)
    await call(kamailio, phone, second)
  },
)

t.test('the health check finds a node that died and one that is back', { skip }, async (t) => {
  const [first, second] = [await rawNode(t, '127.1.0.30'), await startNode(t, 10)]
  const kamailio = await startKamailio(t, {
    nodes: [first.line, second.line],
    site: { SITE_NODE_TIMEOUT_MS: 500 },
  })
  const phone = await phoneAt(t, kamailio)
  first.isDeaf = true
  await untilFound('a dead node', async () =>
    /^I/.test((await stateOf(kamailio, '127.1.0.30')) ?? ''),
  )
  t.match(kamailio.log(), /node sip:127.1.0.30:\d+ is down/)
  await call(kamailio, phone, second)
  first.isDeaf = false
  await untilFound('it back', async () => (await stateOf(kamailio, '127.1.0.30')) === 'AP')
  phone.send(request(phone, inviteOf(kamailio, phone)))
  await phone.next('486')
  await second.kill()
  first.isDeaf = true
  await untilFound('nobody left', async () =>
    /^I/.test((await stateOf(kamailio, '127.1.0.10')) ?? ''),
  )
  await untilFound('nobody at all', async () =>
    /^I/.test((await stateOf(kamailio, '127.1.0.30')) ?? ''),
  )
  phone.send(request(phone, inviteOf(kamailio, phone)))
  t.match(await phone.next('503'), /Retry-After: /)
})

t.test(
  'a call out leaves by the border, and its phone sees the border only',
  { skip },
  async (t) => {
    const kamailioNode = await rawNode(t, '127.1.0.30')
    const kamailio = await startKamailio(t, { nodes: [kamailioNode.line, 'sip:127.1.0.20 0 1'] })
    const node = await startNode(t, 20, `sip:${inner}:${kamailio.innerPort};lr`)
    const phone = await phoneAt(t, kamailio)
    const uri = `sip:phone@127.0.0.1:${phone.port}`
    const order = { to: { uri }, offer: '', caller: { number: '138' }, autoAnswer: false } as const
    node.signalling.ring(named('c1.1'), order)
    const invite = await phone.next('INVITE')
    t.match(invite, new RegExp(`^INVITE ${uri} SIP`))
    t.notMatch(invite, /127\.1\./)
  },
)
