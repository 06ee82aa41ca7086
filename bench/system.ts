import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { endLauncher, pidBelow } from '../testkit/launched.ts'
import { BenchFault } from './benchmark.ts'

const top = join(import.meta.dirname, '..')
const limitMs = 90_000
const pollMs = 10
export const processNames = ['edge', 'voice', 'centre'] as const
export type ProcessName = (typeof processNames)[number]

/** A folder that is gone when `use` is over. */
export async function withDataDir<Result>(
  use: (dataDir: string) => Promise<Result>,
): Promise<Result> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-bench-'))
  return use(dataDir).finally(() => rm(dataDir, { recursive: true, force: true }))
}

/** The whole product on free ports, in a process tree of its own. */
export class System {
  /** `http://127.0.0.1:port` */
  readonly http: string
  readonly sipPort: number
  readonly #launcher: ChildProcess

  private constructor(launcher: ChildProcess, httpPort: number, sipPort: number) {
    this.#launcher = launcher
    this.http = `http://127.0.0.1:${httpPort}`
    this.sipPort = sipPort
  }

  /** Resolves as soon as the launcher runs; `untilHealthy` waits for the rest. */
  static async start(dataDir: string): Promise<System> {
    const [http = 0, sip = 0, ws = 0, app = 0] = await freePorts(4)
    const rtp = 20_000 + 1_000 * Math.floor(Math.random() * 10)
    const settings = {
      HTTP_PORT: http,
      SIP_PORT: sip,
      SIP_WS_PORT: ws,
      DRACHTIO_PORT: app,
      RTP_PORT_MIN: rtp,
      RTP_PORT_MAX: rtp + 999,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
    }
    const env = Object.fromEntries(Object.entries(settings).map(([name, v]) => [name, String(v)]))
    const args = ['--import', 'tsx', 'server/launcher/launcher.ts']
    const stdio = ['ignore', 'ignore', 'inherit'] as const
    return new System(
      spawn(process.execPath, args, { cwd: top, env, stdio: [...stdio] }),
      http,
      sip,
    )
  }

  async untilHealthy(): Promise<void> {
    const end = performance.now() + limitMs
    while (performance.now() < end) {
      if (this.#launcher.exitCode !== null) throw new BenchFault('the system ended')
      const response = await fetch(`${this.http}/healthz`).catch(() => undefined)
      await response?.body?.cancel()
      if (response?.ok) return
      await sleep(pollMs)
    }
    throw new BenchFault(`not healthy in ${limitMs} ms`)
  }

  pidOf(name: ProcessName): Promise<number> {
    return pidBelow(this.#launcher, `callwright-${name}`)
  }

  stop(): Promise<void> {
    return endLauncher(this.#launcher)
  }
}

/** All are held until the last is found, so that none comes twice. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const addresses = servers.map((server) => server.address())
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))))
  return addresses.map((address) => (typeof address === 'object' && address ? address.port : 0))
}
