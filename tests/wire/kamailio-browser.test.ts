import t, { type Test } from 'tap'
import { WebSocket } from 'ws'
import { type AgentId, named } from '../../core/names.ts'
import { untilFound } from '../../testkit/desk.ts'
import { answer, field, type Phone, request, startWsPhone } from '../../testkit/edge/edge-phone.ts'
import { browser, registerSoftphone, sdp } from '../../testkit/edge/raw-call.ts'
import {
  type Kamailio,
  noKamailio,
  startKamailio,
} from '../../testkit/kamailio/kamailio-process.ts'
import { startNode } from './kamailio-node.ts'

t.setTimeout(120_000)
const skip = noKamailio

/** A page of this origin connects; rejects when it may not. */
async function page(t: Test, kamailio: Kamailio, origin: string): Promise<Phone> {
  const socket = new WebSocket(`wss://127.0.0.1:${kamailio.wssPort}/`, 'sip', {
    origin,
    rejectUnauthorized: false,
  })
  const failed = new Promise<never>((_resolve, reject) => socket.once('error', reject))
  const phone = await Promise.race([startWsPhone(kamailio.wssPort, socket), failed])
  t.teardown(() => phone.close())
  return phone
}

t.test(
  'a browser registers over WSS, is called, and is hung up from either side',
  { skip },
  async (t) => {
    const node = await startNode(t, 20)
    const kamailio = await startKamailio(t, { nodes: [node.line] })
    const phone = await page(t, kamailio, 'https://desk.example.com')
    const agent = named<AgentId>('1001')
    await registerSoftphone(phone, '1001')
    t.match(await node.next('device.registered'), { agent })

    for (const leg of ['c1.1', 'c1.2']) {
      const order = {
        to: { softphone: agent },
        offer: sdp,
        caller: { number: '138' },
        autoAnswer: false,
      }
      node.signalling.ring(named(leg), order)
      const invite = await phone.next('INVITE')
      t.notMatch(invite, /127\.1\./)
      phone.send(answer(invite, '200 OK', { tag: leg, contact: browser, body: sdp }))
      await phone.next('ACK')
      await node.next('leg.answered')
      if (leg === 'c1.1') node.signalling.hangUp(named(leg), 'finished')
      else phone.send(request(phone, byeOf(invite, leg)))
      if (leg === 'c1.1') phone.send(answer(await phone.next('BYE'), '200 OK'))
      else await phone.next('200', '9 BYE')
      await node.next('leg.ended')
    }
  },
)

/** The callee's BYE, RFC 3261 section 12.2.1.1. */
function byeOf(invite: string, tag: string) {
  const routes = invite.split('\r\n').filter((line) => /^record-route:/i.test(line))
  return {
    method: 'BYE',
    uri: field(invite, 'Contact').slice(1, -1),
    callId: field(invite, 'Call-ID'),
    cseq: 9,
    from: `${field(invite, 'To')};tag=${tag}`,
    to: field(invite, 'From'),
    headers: routes.map((line) => line.replace(/^record-route/i, 'Route')),
  }
}

t.test('a browser that is gone is forgotten at the next ring', { skip }, async (t) => {
  const node = await startNode(t, 20)
  const kamailio = await startKamailio(t, { nodes: [node.line] })
  const phone = await page(t, kamailio, 'https://desk.example.com')
  await registerSoftphone(phone, '1001')
  await node.next('device.registered')
  phone.close()
  await untilFound('the end of its connection', async () => {
    return !(await kamailio.rpc('ws.dump')).includes('127.0.0.1:')
  })
  const order = { to: { softphone: named<AgentId>('1001') }, offer: sdp, caller: { number: '138' } }
  await untilFound('the loss', async () => {
    node.signalling.ring(named('c1.1'), { ...order, autoAnswer: false })
    return (await node.next('leg.ended')).reason === 'unreachable'
  })
  await node.next('device.unregistered')
})

t.test('a page of another origin may not connect', { skip }, async (t) => {
  const kamailio = await startKamailio(t, { nodes: ['sip:127.1.0.99 0 1'] })
  await t.rejects(page(t, kamailio, 'https://evil.example'), /403/)
  await page(t, kamailio, 'https://desk.example.com')
})
