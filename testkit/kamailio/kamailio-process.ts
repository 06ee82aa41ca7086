import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Test } from 'tap'
import { untilFound } from '../desk.ts'
import { freePorts } from '../system.ts'

const run = promisify(execFile)
const program = '/usr/sbin/kamailio'
const config = fileURLToPath(new URL('../../sbc-config/kamailio/', import.meta.url))

/** Why there is no Kamailio to test with, or false. */
export const noKamailio =
  [program, '/usr/lib/x86_64-linux-gnu/kamailio/modules/websocket.so']
    .filter((path) => process.arch === 'x64' && !existsSync(path))
    .map((path) => `${path} is not installed (Debian: kamailio-websocket-modules)`)
    .at(0) ?? false

/** Whom phones see; where the nodes are, and where they see us. */
export const outside = '127.0.0.1'
export const inner = '127.1.0.1'

export type Kamailio = {
  /** UDP and TCP. */
  readonly port: number
  readonly wssPort: number
  readonly innerPort: number
  /** `sip:<user>@<outside>:<port>` */
  readonly uri: (user: string) => string
  /** An operator's command; gives what it prints. */
  readonly rpc: (...command: string[]) => Promise<string>
  readonly log: () => string
}

export type KamailioOptions = {
  /** Lines of dispatcher.list: `sip:127.1.0.11:5060 0 10`. */
  readonly nodes: readonly string[]
  /** More keys of site.cfg. */
  readonly site?: Readonly<Record<string, string | number>>
  /** More switches of site.cfg. */
  readonly defines?: readonly string[]
  /** Control address of an rtpengine. */
  readonly rtpengine?: string
}

/** Starts Kamailio with the configuration as it is shipped; it ends with the test. */
export async function startKamailio(t: Test, options: KamailioOptions): Promise<Kamailio> {
  const dir = await mkdtemp(join(tmpdir(), 'callwright-kamailio-'))
  const [port, tlsPort, wssPort, innerPort] = await freePorts(4)
  await copyFile(join(config, 'kamailio.cfg'), join(dir, 'kamailio.cfg'))
  const site = {
    SITE_OUTER_ADDRESS: outside,
    SITE_PUBLIC_ADDRESS: outside,
    SITE_PORT: port,
    SITE_TLS_PORT: tlsPort,
    SITE_WSS_PORT: wssPort,
    SITE_ORIGINS: 'https://desk.example.com',
    SITE_INNER_ADDRESS: inner,
    SITE_INNER_PORT: innerPort,
    SITE_NODES: '127.1.0.0/16',
    SITE_SECRET: 'of a test',
    SITE_MASK: '192.0.2.1',
    SITE_RUN: dir,
    SITE_CHILDREN: 2,
    SITE_PING_SECONDS: 1,
    ...options.site,
    ...(options.rtpengine && { SITE_RTPENGINE: options.rtpengine }),
  }
  const relay = options.rtpengine ? ['WITH_RTPENGINE'] : []
  const defines = ['WITH_TLS', ...relay, ...(options.defines ?? [])]
  await writeFile(
    join(dir, 'site.cfg'),
    [
      ...defines.map((name) => `#!define ${name}`),
      ...Object.entries(site).map(([key, value]) => `#!substdef "!${key}!${value}!g"`),
      '',
    ].join('\n'),
  )
  await writeFile(join(dir, 'dispatcher.list'), options.nodes.map((node) => `1 ${node}\n`).join(''))
  await writeFile(join(dir, 'address.list'), '1 127.3.0.0 16\n')
  await writeCertificate(dir)
  const kamailio = launch(['-f', join(dir, 'kamailio.cfg'), '-Y', dir, '-w', dir])
  t.teardown(async () => {
    await kamailio.end()
    await rm(dir, { recursive: true, force: true })
  })
  const rpc = async (...command: string[]) =>
    (await run('/usr/sbin/kamcmd', ['-s', `unix:${join(dir, 'kamailio_ctl')}`, ...command])).stdout
  await untilFound('Kamailio', () => {
    if (kamailio.isOver()) throw new Error(`Kamailio ended:\n${kamailio.log()}`)
    return rpc('core.uptime').catch(() => undefined)
  })
  return {
    port,
    wssPort,
    innerPort,
    rpc,
    log: kamailio.log,
    uri: (user) => `sip:${user}@${outside}:${port}`,
  }
}

/** Kamailio passes SIGTERM on to its children; so does the end of this process, however it comes. */
function launch(args: readonly string[]) {
  const common = ['-DD', '-E', '-m', '32', '-M', '4']
  const child: ChildProcess = spawn(
    'setpriv',
    ['--pdeathsig', 'TERM', program, ...common, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const isOver = () => child.exitCode !== null || child.signalCode !== null
  return {
    isOver,
    log: () => output,
    async end() {
      if (isOver()) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

export async function writeCertificate(dir: string): Promise<void> {
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')]
  const names = ['-subj', '/CN=border', '-keyout', key, '-out', cert]
  await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...names])
  const lines = [`certificate = ${cert}`, `private_key = ${key}`, 'verify_certificate = no']
  await writeFile(
    join(dir, 'tls.cfg'),
    `[server:default]\nmethod = TLSv1.2+\n${lines.join('\n')}\n[client:default]\nmethod = TLSv1.2+\n`,
  )
}
