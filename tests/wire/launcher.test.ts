import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { untilFound } from '../../testkit/desk.ts'
import { startSystem } from '../../testkit/system.ts'

t.setTimeout(110_000)

/** Starts the launcher, which is to end by itself, and gives its exit code and last words. */
async function startInVain(t: Test, env: Record<string, string>) {
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-launcher-'))
  t.teardown(() => rm(dataDir, { recursive: true, force: true }))
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/launcher/launcher.ts'], {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text))
  await once(child, 'close')
  return { code: child.exitCode, words: words.trim() }
}

/** So that nothing but the port in question is in the way. */
async function freePorts(): Promise<Record<string, string>> {
  const servers = ['HTTP_PORT', 'SIP_WS_PORT', 'DRACHTIO_PORT'].map(
    (name) => [name, createServer().listen(0, '127.0.0.1')] as const,
  )
  await Promise.all(servers.map(([, server]) => once(server, 'listening')))
  return Object.fromEntries(
    servers.map(([name, server]) => {
      const { port } = server.address() as AddressInfo
      server.close()
      return [name, String(port)]
    }),
  )
}

t.test('faults of the settings are told all at once, without a stack', async (t) => {
  const { code, words } = await startInVain(t, { HTTP_PORT: '99999', TLS_CERT: 'nowhere.pem' })
  t.equal(code, 78)
  t.match(words, /^HTTP_PORT must be a port number/)
  t.match(words, /TLS_CERT is set without TLS_KEY/)
  t.notMatch(words, /\n\s+at /)
})

t.test('a busy port ends everything with a sentence that names its setting', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { port } = other.address() as AddressInfo
  const { code, words } = await startInVain(t, { ...(await freePorts()), SIP_PORT: String(port) })
  t.equal(code, 78)
  t.equal(
    words,
    `Port ${port} on 127.0.0.1 is in use: stop the program that has it, or set SIP_PORT to a free port.`,
  )
})

t.test('each process that is killed comes back, and the launcher says so', async (t) => {
  const system = await startSystem(t)
  for (const name of ['voice', 'edge', 'centre'] as const) {
    const before = system.log().length
    await system.kill(name)
    const line = new RegExp(`${name} ended, (starting it again|its spare takes over)`)
    await untilFound(String(line), () => line.test(system.log().slice(before)))
    await untilFound(`${name} is ready`, () =>
      system.log().slice(before).includes(`${name} is ready`),
    )
    await system.untilHealthy()
  }
  t.pass('and a call can be taken after each')
})
