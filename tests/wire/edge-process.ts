import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../testkit/free-port.ts'
import { within } from '../../testkit/within.ts'

/** The edge as a process, which can be killed. */
export type EdgeProcess = {
  readonly sipPort: number
  readonly wsPort: number
  readonly appPort: number
  /** SIGKILL. */
  readonly kill: () => Promise<void>
  /** Starts it again on the same ports; resolves when they are open. */
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
}

export async function startEdgeProcess(): Promise<EdgeProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'callwright-edge-'))
  const [sipPort, wsPort, appPort] = await Promise.all([freePort(), freePort(), freePort()])
  const env = {
    PATH: process.env['PATH'],
    DATA_DIR: dataDir,
    SIP_PORT: String(sipPort),
    SIP_WS_PORT: String(wsPort),
    DRACHTIO_PORT: String(appPort),
    DRACHTIO_SECRET: 'drachtio',
  }
  let child: ChildProcess
  const start = async (): Promise<void> => {
    const main = fileURLToPath(new URL('../../server/processes/edge.ts', import.meta.url))
    child = spawn(process.execPath, ['--import', 'tsx', main], {
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    await within('ready edge', once(child, 'message'), 30_000)
  }
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await within('end of the killed edge', once(child, 'close'))
  }
  await start()
  return {
    sipPort,
    wsPort,
    appPort,
    kill,
    start,
    async stop() {
      await kill()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
