import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { untilFound } from '../../testkit/desk.ts'
import { noKamailio, writeCertificate } from '../../testkit/kamailio/kamailio-process.ts'
import { freePorts } from '../../testkit/system.ts'

t.setTimeout(60_000)

const run = promisify(execFile)
const shipped = fileURLToPath(new URL('../../sbc-config/', import.meta.url))

async function folder(t: Test): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'callwright-shipped-'))
  t.teardown(() => rm(dir, { recursive: true, force: true }))
  return dir
}

t.test('Kamailio accepts the files as they are shipped', { skip: noKamailio }, async (t) => {
  const dir = await folder(t)
  await cp(join(shipped, 'kamailio'), dir, { recursive: true })
  const relay = join(dir, 'site.cfg')
  for (const more of ['', '#!define WITH_WEB_RELAY\n']) {
    await writeFile(relay, (await readFile(relay, 'utf8')) + more)
    const { stderr } = await run('/usr/sbin/kamailio', ['-c', '-f', join(dir, 'kamailio.cfg')])
    t.match(stderr, /config file ok/)
  }
})

const turnserver = '/usr/bin/turnserver'
const noCoturn = existsSync(turnserver) ? false : `${turnserver} is not installed (Debian: coturn)`

t.test(
  'coturn relays for a password that runs out, and for no other',
  { skip: noCoturn },
  async (t) => {
    const dir = await folder(t)
    const [port, tlsPort] = await freePorts(2)
    await writeCertificate(dir)
    const config = (await readFile(join(shipped, 'coturn/turnserver.conf'), 'utf8'))
      .replaceAll('203.0.113.10', '127.0.0.1')
      .replace('listening-port=3478', `listening-port=${port}`)
      .replace('tls-listening-port=5349', `tls-listening-port=${tlsPort}`)
      .replace('/etc/coturn/fullchain.pem', join(dir, 'cert.pem'))
      .replace('/etc/coturn/privkey.pem', join(dir, 'key.pem'))
      // Loopback is never relayed to, but where a test says so.
      .concat(`allow-loopback-peers\nuserdb=${join(dir, 'turndb')}\n`)
    await writeFile(join(dir, 'turnserver.conf'), config)
    const child = spawn('setpriv', [
      ...['--pdeathsig', 'KILL', turnserver, '-c', join(dir, 'turnserver.conf')],
      ...['--pidfile', join(dir, 'pid')],
    ])
    t.teardown(async () => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    })
    const uses = (secret: string) =>
      run('/usr/bin/turnutils_uclient', [
        ...['-W', secret, '-u', 'browser', '-y', '-n', '2', '-m', '1', '-c'],
        ...['-p', String(port), '127.0.0.1'],
      ]).then(
        ({ stdout }) => /tot_recv_msgs=[1-9]/.test(stdout),
        () => false,
      )
    await untilFound('coturn', () => uses('change-me'))
    t.notOk(await uses('guess'))
  },
)
