import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'

const top = join(import.meta.dirname, '../..')

async function lockPath(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callwright-lock-'))
  t.teardown(() => rm(folder, { recursive: true }))
  return join(folder, 'lock')
}

/** A process that holds the lock for 200 ms and says when it did. */
async function hold(path: string): Promise<readonly [from: number, to: number]> {
  const script = `
    import { holdLock } from './setup/mediasoup/lock.mjs'
    const release = await holdLock(${JSON.stringify(path)}, () => {})
    const from = Date.now()
    await new Promise((resolve) => setTimeout(resolve, 200))
    console.log(JSON.stringify([from, Date.now()]))
    release()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: top })
  let said = ''
  child.stdout.on('data', (data: Buffer) => (said += data.toString()))
  await once(child, 'close')
  // Boundary: what the script above prints.
  return JSON.parse(said) as [number, number]
}

t.test('two set-ups of one clone take turns', async (t) => {
  const path = await lockPath(t)
  const [one, other] = await Promise.all([hold(path), hold(path)])
  t.ok(one[1] <= other[0] || other[1] <= one[0])
})

t.test('the lock of a set-up that was killed is taken over', async (t) => {
  const path = await lockPath(t)
  await writeFile(path, '999999999')
  t.equal((await hold(path)).length, 2)
})
