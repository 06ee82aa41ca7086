import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { WebSocket } from 'ws'
import { Counters } from '../../../edge/counters.ts'
import { permissiveGuard } from '../../../edge/guard/guard.ts'
import type { Hop } from '../../../edge/hop.ts'
import { createIngress } from '../../../edge/transport/ingress.ts'
import { startWs } from '../../../edge/transport/ws.ts'

const pem = (name: string) =>
  readFileSync(new URL(`../../../testkit/certificates/${name}`, import.meta.url), 'utf8')

t.test('with a certificate a browser connects by WSS, and by nothing else', async (t) => {
  const heard: [string, Hop][] = []
  const tls = { cert: pem('one.crt'), key: pem('one.key') }
  const receive = (text: string, hop: Hop) => void heard.push([text, hop])
  const ingress = createIngress({
    receive,
    guard: permissiveGuard,
    counters: new Counters(),
    onDelay: () => undefined,
  })
  const ws = await startWs({ address: '127.0.0.1', port: 0 }, ingress, tls)
  t.teardown(async () => {
    await ws.stop()
    ingress.watch.stop()
  })
  const url = `wss://127.0.0.1:${ws.local.port}`

  const plain = new WebSocket(url.replace('wss', 'ws'), 'sip')
  t.match(await once(plain, 'error'), [Error])

  const socket = new WebSocket(url, 'sip', { rejectUnauthorized: false })
  await once(socket, 'open')
  socket.send('OPTIONS sip:a@b SIP/2.0\r\n\r\n')
  while (heard.length === 0) await new Promise((resolve) => setImmediate(resolve))
  t.match(heard, [['OPTIONS sip:a@b SIP/2.0\r\n\r\n', { transport: 'wss', isOpen: true }]])
})
