import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { freePort } from '../../../testkit/free-port.ts'

/** Why tests on Redis are skipped here, or false. */
export const missingRedis =
  spawnSync('redis-server', ['--version']).status !== 0 && 'redis-server is not installed'

/** A server of one's own in a folder of its own, with every write on disk. */
export async function startRedis(t: Test) {
  const dir = mkdtempSync(join(tmpdir(), 'redis-'))
  const port = await freePort()
  let server: ChildProcess | undefined
  const stop = () =>
    new Promise<void>((resolve) => {
      if (server) server.once('exit', () => resolve()).kill('SIGTERM')
      else resolve()
      server = undefined
    })
  const start = async () => {
    const settings = { port, bind: '127.0.0.1', dir, appendonly: 'yes', appendfsync: 'always' }
    const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
    const child = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'inherit'] })
    server = child
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error('redis-server ended')))
      child.stdout.on('data', (text: Buffer) => {
        if (text.includes('Ready to accept connections')) resolve()
      })
    })
  }
  t.teardown(async () => {
    await stop()
    rmSync(dir, { recursive: true })
  })
  await start()
  return { url: `redis://127.0.0.1:${port}`, start, stop }
}
