import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { BenchFault } from '../benchmark.ts'
import type { Hotline, Seat, WithHotline } from '../hotline.ts'
import { cpuMsOf } from '../process-stat.ts'
import { asteriskFiles, hotlineNumber } from './asterisk-files.ts'

const run = promisify(execFile)
const [startMs, stopMs, pollMs] = [30_000, 10_000, 100]

/** `root` is the chroot that holds it; `/` for the machine itself. */
export type Installed = { readonly root: string; readonly version: string }

/** The queue of an Asterisk, where there is one. */
export async function findAsterisk(): Promise<WithHotline | undefined> {
  const installed = await findInstalled()
  return installed && ((seats, use) => withAsterisk(installed, seats, use))
}

/** The Asterisk in PATH, or in the chroot that ASTERISK_ROOT names; undefined where there is none, and says so. */
export async function findInstalled(): Promise<Installed | undefined> {
  const root = process.env['ASTERISK_ROOT'] ?? '/'
  const said = await run(...commandIn(root, '-V')).catch(() => undefined)
  const version = asteriskVersion(said?.stdout ?? '')
  if (version !== undefined) return { root, version }
  console.error('no peer: there is no `asterisk` in PATH, nor in a chroot that ASTERISK_ROOT names')
  return undefined
}

/** `Asterisk 22.10.1+dfsg` -> `22.10.1` */
export const asteriskVersion = (said: string): string | undefined =>
  /^Asterisk (\d[\d.]*)/.exec(said)?.[1]

const commandIn = (root: string, ...args: readonly string[]): [string, string[]] =>
  root === '/' ? ['asterisk', [...args]] : ['chroot', [root, 'asterisk', ...args]]

function withAsterisk<Result>(
  installed: Installed,
  seats: readonly Seat[],
  use: (hotline: Hotline) => Promise<Result>,
): Promise<Result> {
  const files = (folder: string, port: number) => asteriskFiles({ folder, port, seats })
  return runAsterisk(installed, files, ({ pid, port }) =>
    use({
      name: `asterisk ${installed.version}`,
      uri: `sip:${hotlineNumber}@127.0.0.1:${port}`,
      cpuMs: () => cpuMsOf(pid),
    }),
  )
}

/** Starts it with these files (of a folder as it is called inside the chroot, and a free SIP port), and ends it. */
export async function runAsterisk<Result>(
  { root }: Installed,
  filesFor: (folder: string, port: number) => Readonly<Record<string, string | Uint8Array>>,
  use: (asterisk: { readonly pid: number; readonly port: number }) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(root, tmpdir(), 'callwright-asterisk-'))
  const inside = root === '/' ? folder : folder.slice(root.replace(/\/+$/, '').length)
  const port = await freeUdpPort()
  await writeFiles(folder, filesFor(inside, port))
  const [file, args] = commandIn(root, '-f', '-C', join(inside, 'asterisk.conf'))
  // `chroot` becomes Asterisk, so the process is the same.
  const asterisk = spawn(file, args, { stdio: 'ignore' })
  try {
    await untilBooted(asterisk, root, inside).catch(async (error: unknown) => {
      const log = await readFile(join(folder, 'messages'), 'utf8').catch(() => '')
      throw new BenchFault(`Asterisk does not start: ${String(error)}\n${log.slice(-2_000)}`)
    })
    return await use({ pid: asterisk.pid ?? 0, port })
  } finally {
    await end(asterisk)
    await rm(folder, { recursive: true, force: true })
  }
}

async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}

async function untilBooted(asterisk: ChildProcess, root: string, inside: string): Promise<void> {
  const config = join(inside, 'asterisk.conf')
  const [file, args] = commandIn(root, '-C', config, '-rx', 'core waitfullybooted')
  const last = performance.now() + startMs
  while (performance.now() < last) {
    if (asterisk.exitCode !== null) throw new Error(`it ended with ${asterisk.exitCode}`)
    const said = await run(file, args).catch(() => undefined)
    if (said?.stdout.includes('fully booted')) return
    await sleep(pollMs)
  }
  throw new Error(`not ready in ${startMs} ms`)
}

async function end(asterisk: ChildProcess): Promise<void> {
  if (asterisk.exitCode !== null || asterisk.signalCode !== null) return
  const exited = once(asterisk, 'exit')
  asterisk.kill('SIGTERM')
  if ((await Promise.race([exited, sleep(stopMs, 'late')])) === 'late') asterisk.kill('SIGKILL')
  await exited
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  await new Promise<void>((resolve) => socket.close(() => resolve()))
  return port
}
