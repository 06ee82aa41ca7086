import { createServer } from 'node:net'
import t from 'tap'
import type { Config } from '../../../server/config/config.ts'
import { ConfigError } from '../../../server/config/config.ts'
import { sentenceFor, StartFault } from '../../../server/config/start-fault.ts'

t.test('a busy port is told with the setting that chose it', async (t) => {
  const first = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => first.once('listening', resolve))
  t.teardown(() => first.close())
  const { port } = first.address() as { port: number }
  const second = createServer().listen(port, '127.0.0.1')
  const error = await new Promise((resolve) => second.once('error', resolve))
  const ports = { httpPort: 1, sipPort: port, sipTls: { port: 3 }, drachtio: { port: 2 } }
  const config = { host: '127.0.0.1', ...ports } as Config
  t.equal(
    sentenceFor(error, config),
    `Port ${port} on 127.0.0.1 is in use: stop the program that has it, or set SIP_PORT to a free port.`,
  )
})

t.test('faults of the settings and of the start keep their own sentences', async (t) => {
  t.equal(sentenceFor(new ConfigError(['One.', 'Two.'])), 'One.\nTwo.')
  t.equal(sentenceFor(new StartFault('Do this.')), 'Do this.')
})

t.test('a bug has no sentence', async (t) => {
  t.equal(sentenceFor(new TypeError('x is not a function')), undefined)
  t.equal(sentenceFor('thrown text'), undefined)
})
