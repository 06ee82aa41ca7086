import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Test } from 'tap'
import { freePort } from '../../../testkit/free-port.ts'

/** Debian keeps each version's programs in a folder of its own, away from the PATH. */
const versions = '/usr/lib/postgresql'
const folders = [
  ...(process.env.PATH ?? '').split(delimiter),
  ...(existsSync(versions) ? readdirSync(versions) : []).map((name) => join(versions, name, 'bin')),
]
const bin = folders.find((folder) => existsSync(join(folder, 'initdb')))

/** Why tests on PostgreSQL are skipped here, or false. */
export const missingPostgres = bin === undefined && 'postgresql is not installed'

/** PostgreSQL refuses to run as root; its package brings a user for it. */
const user = process.getuid?.() === 0 ? postgresUser() : undefined

/** A server of one's own on loopback, in a folder of its own, which may be stopped and started again. */
export async function startPostgres(t: Test) {
  const dir = mkdtempSync(join(tmpdir(), 'postgres-'))
  if (user) chownSync(dir, user.uid, user.gid)
  const data = join(dir, 'data')
  const made = ['-D', data, '-U', 'callwright', '-A', 'trust', '-E', 'UTF8', '-N']
  execFileSync(join(bin ?? '', 'initdb'), made, { ...user, cwd: dir, stdio: 'ignore' })
  const port = await freePort()
  let server: ChildProcess | undefined
  const start = async () => {
    const flags = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', dir, '-F']
    const child = spawn(join(bin ?? '', 'postgres'), flags, {
      ...user,
      cwd: dir,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    server = child
    await new Promise<void>((resolve, reject) => {
      let told = ''
      child.once('exit', () => reject(new Error(`postgres ended: ${told}`)))
      child.stderr.on('data', (text: Buffer) => {
        told += text.toString()
        if (told.includes('ready to accept connections')) resolve()
      })
    })
  }
  const stop = async () => {
    if (!server) return
    const exited = once(server, 'exit')
    server.kill('SIGINT') // its "fast" shutdown: connections are closed, nothing is lost
    server = undefined
    await exited
  }
  t.teardown(async () => {
    await stop()
    rmSync(dir, { recursive: true })
  })
  await start()
  return { url: `postgres://callwright@127.0.0.1:${port}/postgres`, start, stop }
}

function postgresUser(): { readonly uid: number; readonly gid: number } | undefined {
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout
  const [uid, gid] = [Number(id('-u')), Number(id('-g'))]
  return uid && gid ? { uid, gid } : undefined
}
