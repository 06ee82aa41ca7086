import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { lockForWriting } from '../../../server/journal/writer-lock.ts'

t.test(
  'a second writer is refused while the first lives, a killed one holds nothing',
  async (t) => {
    const dir = mkdtempSync(join(tmpdir(), 'writer-'))
    t.teardown(() => rmSync(dir, { recursive: true }))
    const module = new URL('../../../server/journal/writer-lock.ts', import.meta.url).href
    const script = `const { lockForWriting } = await import('${module}')
    await lockForWriting(process.argv[1])
    console.log('held')
    setInterval(() => undefined, 1000)`
    const args = ['--import', 'tsx', '--input-type=module', '-e', script, dir]
    const other = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    t.teardown(() => other.kill('SIGKILL'))
    await once(other.stdout, 'data')
    await t.rejects(lockForWriting(dir), { name: 'StartFault', message: dir })
    other.kill('SIGKILL')
    await once(other, 'exit')
    await lockForWriting(dir)
    await t.rejects(lockForWriting(dir), { name: 'StartFault' })
  },
)
