import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { untilFound } from '../../testkit/desk.ts'
import { startUdpPhone } from '../../testkit/edge/edge-phone.ts'
import {
  type Kamailio,
  noKamailio,
  startKamailio,
} from '../../testkit/kamailio/kamailio-process.ts'
import { isSip } from '../../testkit/phone/sip-text.ts'
import { startNode } from './kamailio-node.ts'
import { call } from './kamailio-talk.ts'

t.setTimeout(120_000)
const skip = noKamailio

type Stranger = {
  readonly send: (text: string, host?: string, port?: number) => void
  readonly heard: string[]
}

/** Somebody on the network at this address. */
async function stranger(t: Test, kamailio: Kamailio, address: string): Promise<Stranger> {
  const socket: Socket = createSocket('udp4')
  const heard: string[] = []
  socket.on('message', (datagram) => {
    if (isSip(datagram.toString())) heard.push(datagram.toString())
  })
  socket.bind(0, address)
  await once(socket, 'listening')
  t.teardown(() => void socket.close())
  return {
    heard,
    send: (text, host = '127.0.0.1', port = kamailio.port) => socket.send(text, port, host),
  }
}

let count = 0
function options(agent: string): string {
  count += 1
  return [
    'OPTIONS sip:127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP stranger.example;rport;branch=z9hG4bKs${count}`,
    'Max-Forwards: 70',
    'From: <sip:a@stranger.example>;tag=s',
    'To: <sip:127.0.0.1>',
    `Call-ID: stranger-${count}`,
    'CSeq: 1 OPTIONS',
    `User-Agent: ${agent}`,
    'Content-Length: 0\r\n\r\n',
  ].join('\r\n')
}

const refused = (kamailio: Kamailio, cause: string) =>
  untilFound(`a refusal as ${cause}`, async () =>
    (await kamailio.rpc('htable.dump', 'refused')).includes(`name: ${cause}`),
  )

t.test(
  'a flood is met with silence until its ban is lifted, while others talk',
  { skip },
  async (t) => {
    const node = await startNode(t, 20)
    const kamailio = await startKamailio(t, { nodes: [node.line], site: { SITE_FLOOD: 30 } })
    const phone = await startUdpPhone(kamailio.port)
    t.teardown(() => phone.close())
    const talk = await call(kamailio, phone, node)
    const flooder = await stranger(t, kamailio, '127.0.0.9')
    for (let n = 0; n < 300; n += 1) flooder.send(options('phone'))
    await refused(kamailio, 'banned')
    t.match(await kamailio.rpc('htable.dump', 'ban'), /name: 127\.0\.0\.9\s+value: flood/)
    t.ok(flooder.heard.length < 100, `${flooder.heard.length} of 300 were answered`)
    t.equal(await talk.ask('OPTIONS'), 200, 'the call of another goes on')
    await call(kamailio, phone, node)

    await kamailio.rpc('htable.delete', 'ban', '127.0.0.9')
    const before = flooder.heard.length
    // What pike remembers of him fades by itself.
    await untilFound('an answer after the ban', async () => {
      await kamailio.rpc('htable.delete', 'ban', '127.0.0.9').catch(() => undefined)
      flooder.send(options('phone'))
      await sleep(500)
      return flooder.heard.length > before
    })
  },
)

t.test('a scanner gets no answer, not even as somebody else later', { skip }, async (t) => {
  const kamailio = await startKamailio(t, { nodes: ['sip:127.1.0.99 0 1'] })
  const scanner = await stranger(t, kamailio, '127.0.0.8')
  scanner.send(options('friendly-scanner'))
  await refused(kamailio, 'scanner')
  scanner.send(options('Yealink SIP-T46S'))
  await refused(kamailio, 'banned')
  t.same(scanner.heard, [])
  const honest = await stranger(t, kamailio, '127.0.0.7')
  honest.send(options('Yealink SIP-T46S'))
  await untilFound('an answer', () => honest.heard[0])
})

t.test('carriers on the address list are never taken for a flood', { skip }, async (t) => {
  const node = await startNode(t, 20)
  const kamailio = await startKamailio(t, { nodes: [node.line], site: { SITE_FLOOD: 30 } })
  const carrier = await stranger(t, kamailio, '127.3.0.1')
  for (let n = 0; n < 10; n += 1) {
    for (let each = 0; each < 10; each += 1) carrier.send(options('SBC'))
    await sleep(20)
  }
  await untilFound('all answers', () => carrier.heard.length === 100)
  t.equal(carrier.heard.length, 100)
})

t.test('garbage is not answered, nor is a stranger on the inner side', { skip }, async (t) => {
  const kamailio = await startKamailio(t, { nodes: ['sip:127.1.0.99 0 1'] })
  const noise = await stranger(t, kamailio, '127.0.0.6')
  noise.send('\0\0\0\0hello')
  noise.send('INVITE sip:95000@127.0.0.1 SIP/2.0\r\nVia: broken\r\n\r\n')
  noise.send(options('x').replace('SIP/2.0\r\n', 'SIP/2.0\r\n'.repeat(2)))
  await sleep(300)
  noise.send(options('phone'), '127.1.0.1', kamailio.innerPort)
  await refused(kamailio, 'inner')
  t.same(noise.heard, [])
  noise.send(options('phone'))
  await untilFound('an answer to a good one', () => noise.heard[0])
})
