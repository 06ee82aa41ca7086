import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { WebSocket } from 'ws'
import { openHouse } from '../../../edge/guard/guard.ts'
import { Tally } from '../../../edge/tally.ts'
import { createIntake } from '../../../edge/transport/intake.ts'
import type { Hop } from '../../../edge/transport/hop.ts'
import { startWs } from '../../../edge/transport/ws.ts'

const pem = (name: string) =>
  readFileSync(new URL(`../../server/certificates/${name}`, import.meta.url), 'utf8')

t.test('with a certificate a browser connects by WSS, and by nothing else', async (t) => {
  const heard: [string, Hop][] = []
  const tls = { cert: pem('one.crt'), key: pem('one.key') }
  const receive = (text: string, hop: Hop) => void heard.push([text, hop])
  const intake = createIntake({
    receive,
    guard: openHouse,
    tally: new Tally(),
    onDelay: () => undefined,
  })
  const ws = await startWs({ address: '127.0.0.1', port: 0 }, intake, tls)
  t.teardown(async () => {
    await ws.stop()
    intake.watch.stop()
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
