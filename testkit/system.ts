import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { endLauncher, pidBelow } from './launched.ts'

/** The whole product, started as `npm start` starts it, on free ports and in a folder of its own. */
export type System = {
  /** `http://<HOST>:port` */
  readonly http: string
  readonly sipPort: number
  readonly dataDir: string
  /** `sip:95000@<HOST>:port` */
  readonly hotline: string
  /** Everything the processes said, one JSON line each. */
  readonly log: () => string
  /** SIGKILL to one of the three processes. */
  kill(name: 'edge' | 'voice' | 'centre'): Promise<void>
  /** Waits until a call can be taken. */
  untilHealthy(): Promise<void>
  stop(): Promise<void>
}

/** Generous: the first start makes the database, perhaps on a busy machine. */
const startMs = 90_000

/** Starts the three processes; they end with the test. `dataDir` of an earlier life may be given. */
export async function startSystem(t: Test, env: NodeJS.ProcessEnv = {}): Promise<System> {
  const dataDir = env['DATA_DIR'] ?? (await mkdtemp(join(tmpdir(), 'callwright-system-')))
  const { HOST: host = '127.0.0.1' } = env
  const [freeHttp, freeSip, wsPort, appPort] = await freePorts(4)
  const { HTTP_PORT: httpPort = String(freeHttp), SIP_PORT: sipPort = String(freeSip) } = env
  const rtp = 20_000 + 200 * Math.floor(Math.random() * 40)
  let output = ''
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/launcher/launcher.ts'], {
    env: {
      PATH: process.env['PATH'],
      HTTP_PORT: httpPort,
      SIP_PORT: sipPort,
      SIP_WS_PORT: String(wsPort),
      DRACHTIO_PORT: String(appPort),
      RTP_PORT_MIN: String(rtp),
      RTP_PORT_MAX: String(rtp + 199),
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const stop = () => endLauncher(child)
  t.teardown(async () => {
    await stop()
    if (!env['DATA_DIR']) await rm(dataDir, { recursive: true, force: true })
  })
  const http = `http://${host}:${httpPort}`
  const untilHealthy = () => waitForHealth(http, child, () => output)
  await untilHealthy()
  await waitForBanner(child, () => output)
  return {
    http,
    sipPort: Number(sipPort),
    dataDir,
    hotline: `sip:95000@${host}:${sipPort}`,
    log: () => output,
    async kill(name) {
      process.kill(await pidBelow(child, `callwright-${name}`), 'SIGKILL')
    },
    untilHealthy,
    stop,
  }
}

async function waitForHealth(http: string, child: ChildProcess, output: () => string) {
  const end = Date.now() + startMs
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`the system ended:\n${output()}`)
    const response = await fetch(`${http}/healthz`).catch(() => undefined)
    if (response?.ok) return
    await sleep(50)
  }
  throw new Error(`not healthy in ${startMs} ms:\n${output()}`)
}

/** Calls are served before people and records are; the launcher's last word of the start covers them too. */
async function waitForBanner(child: ChildProcess, output: () => string) {
  const end = Date.now() + startMs
  while (!output().includes('ready for calls')) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`not ready:\n${output()}`)
    await sleep(50)
  }
}

/** Ports that are free for TCP and UDP now. */
export async function freePorts(count: number): Promise<[number, number, number, number]> {
  const ports: number[] = []
  while (ports.length < count) {
    const tcp = createServer().listen(0, '127.0.0.1')
    await once(tcp, 'listening')
    const address = tcp.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const udp = createSocket('udp4')
    const isFree = await new Promise<boolean>((resolve) => {
      udp.once('error', () => resolve(false)).bind(port, '127.0.0.1', () => resolve(true))
    })
    await Promise.all([new Promise((r) => tcp.close(r)), new Promise((r) => udp.close(() => r(0)))])
    if (isFree && !ports.includes(port)) ports.push(port)
  }
  return ports as [number, number, number, number]
}
