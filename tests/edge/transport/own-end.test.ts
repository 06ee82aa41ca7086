import t from 'tap'
import { Counters } from '../../../edge/counters.ts'
import { permissiveGuard } from '../../../edge/guard/guard.ts'
import { contactOf } from '../../../edge/message/outgoing-request.ts'
import { createIngress } from '../../../edge/transport/ingress.ts'
import { createOwnEnd } from '../../../edge/transport/own-end.ts'
import { startUdp } from '../../../edge/transport/udp.ts'

const inner = { address: '10.0.0.5', port: 5060 }

t.test(
  'behind a NAT the world is told the announced address, neighbours inside the inner one',
  async (t) => {
    const end = createOwnEnd('203.0.113.10')
    t.same(end.toward(inner, '198.51.100.7'), { address: '203.0.113.10', port: 5060 })
    t.same(end.toward(inner, '100.64.0.9'), { address: '203.0.113.10', port: 5060 })
    for (const near of ['10.9.9.9', '172.20.0.1', '192.168.1.2', '127.0.0.1', '::ffff:10.0.0.7'])
      t.same(end.toward(inner, near), inner, near)
    const public6 = { address: '2001:db8::5', port: 5060 }
    t.same(end.toward(public6, '2001:db8:1::1'), public6, 'the other family is not behind it')
    t.same(createOwnEnd().toward(inner, '198.51.100.7'), inner)
  },
)

t.test('Contact of what leaves bears no inner address', async (t) => {
  const receive = () => undefined
  const given = {
    receive,
    guard: permissiveGuard,
    counters: new Counters(),
    onDelay: () => undefined,
  }
  const ingress = createIngress({ ...given, announced: '203.0.113.10' })
  const udp = await startUdp({ address: '127.0.0.1', port: 0 }, ingress)
  t.teardown(async () => {
    await udp.stop()
    ingress.watch.stop()
  })
  const { port } = udp.local
  t.equal(contactOf(udp.hopTo('198.51.100.7', 5060)), `<sip:203.0.113.10:${port}>`)
  t.equal(contactOf(udp.hopTo('127.0.0.1', 5060)), `<sip:127.0.0.1:${port}>`)
})
