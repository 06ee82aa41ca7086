import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** The process of that title below a launcher, found as `ps` finds it. Rejects when there is none now. */
export async function pidBelow(launcher: ChildProcess, title: string): Promise<number> {
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const read = (file: string) => readFile(`/proc/${entry}/${file}`, 'utf8').catch(() => '')
    const parent = (await read('stat')).split(') ')[1]?.split(' ')[1]
    if (parent !== String(launcher.pid)) continue
    if ((await read('cmdline')).startsWith(title)) return Number(entry)
  }
  throw new Error(`no process ${title}`)
}

/** Two signals end the calls that are left; the third way is for a launcher that hangs. */
export async function endLauncher(launcher: ChildProcess): Promise<void> {
  if (launcher.exitCode !== null || launcher.signalCode !== null) return
  const exited = once(launcher, 'exit')
  launcher.kill('SIGINT')
  await Promise.race([exited, sleep(500)])
  launcher.kill('SIGINT')
  if ((await Promise.race([exited, sleep(8000, 'late')])) === 'late') launcher.kill('SIGKILL')
  await exited
}
