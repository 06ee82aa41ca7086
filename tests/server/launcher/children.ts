import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const dir = mkdtempSync(join(tmpdir(), 'callwright-children-'))
process.on('exit', () => rmSync(dir, { recursive: true, force: true }))
let count = 0

/** Writes a small program; gives the arguments with which node runs it. */
export function childProgram(text: string): string[] {
  const path = join(dir, `${++count}.mjs`)
  writeFileSync(path, text)
  return [path]
}

/** A program that is ready at once and obeys: `drain` takes `drainMs`, `stop` no time. Says `ended` when it goes. */
export const obedient = (drainMs = 0): string => `
  const end = (why) => { console.log('ended by ' + why); process.exit(0) }
  process.on('message', ({ order }) => {
    if (order === 'stop') end('stop')
    process.send({ notice: 'draining', legs: 2 })
    setTimeout(() => end('drain'), ${drainMs})
  })
  process.on('disconnect', () => process.exit(0))
  process.on('SIGINT', () => {})
  console.log('pid ' + process.pid)
  process.send({ notice: 'ready' })`

/** Resolves when `isSo` is; throws after ten seconds. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 10_000
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`waited in vain for: ${what}`)
    await sleep(5)
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
