import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import t from 'tap'
import { startUdpPhone } from '../../testkit/edge/edge-phone.ts'
import { startNameServer } from '../../testkit/edge/name-server.ts'
import { openEndpoint } from '../../testkit/phone/endpoint.ts'
import { within } from '../../testkit/within.ts'

/** Sound of somebody else's call, half a name, nothing at all, and half a request. */
const strays = [
  Buffer.concat([Buffer.from('8008000100000000deadbeef', 'hex'), Buffer.alloc(160, 0xd5)]),
  Buffer.from('000101000001000000000000ff', 'hex'),
  Buffer.alloc(0),
  Buffer.from('BYE sip:a@127.0.0.1\r\n\r\n'),
]

/** Sends them all, and resolves when the kernel has them. */
async function stray(port: number): Promise<void> {
  const socket = createSocket('udp4')
  for (const datagram of strays)
    await new Promise((resolve) => socket.send(datagram, port, '127.0.0.1', resolve))
  socket.close()
}

t.test('a name server answers on, whatever else comes to its port', async (t) => {
  const server = await startNameServer({ 'a.example': [{ type: 'A', address: '192.0.2.1' }] })
  t.teardown(() => server.stop())
  await stray(Number(server.address.split(':')[1]))
  const resolver = new Resolver()
  resolver.setServers([server.address])
  t.same(await resolver.resolve4('a.example'), ['192.0.2.1'])
  t.same(server.asked, ['A a.example'])
})

t.test('a phone hears requests only, whatever else comes to its port', async (t) => {
  const heard: string[] = []
  const endpoint = await openEndpoint('127.0.0.1', ({ start }) => heard.push(start))
  const phone = await startUdpPhone(endpoint.port)
  t.teardown(() => endpoint.close())
  t.teardown(() => phone.close())
  await stray(endpoint.port)
  await stray(phone.port)
  phone.send('OPTIONS sip:a@127.0.0.1 SIP/2.0\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n')
  const sender = await startUdpPhone(phone.port)
  t.teardown(() => sender.close())
  sender.send('SIP/2.0 200 OK\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n')
  await phone.next('200')
  for (let tries = 0; tries < 100 && heard.length === 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 10))
  t.same(heard, ['OPTIONS sip:a@127.0.0.1 SIP/2.0'])
  t.same(phone.seen.length, 1)
})

t.test('who waits in vain is told for what', async (t) => {
  const never = new Promise<never>(() => undefined)
  await t.rejects(within('ACK of the second call', never, 10), {
    message: 'no ACK of the second call within 0.01 s',
  })
})
