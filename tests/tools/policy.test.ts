import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { checkTenant } from '../../acd/policy/policy.ts'
import { demoTenant } from '../../server/demo/demo-tenant.ts'

const top = join(import.meta.dirname, '../..')
const dir = mkdtempSync(join(tmpdir(), 'callwright-policy-'))
t.after(() => rmSync(dir, { recursive: true }))

/** What the command prints and ends with, where there is no journal yet. */
function check(...args: string[]): Promise<{ code: number | string; out: string }> {
  const env = { PATH: process.env['PATH'], DATA_DIR: join(dir, 'data') }
  const command = ['--import', 'tsx', 'tools/policy.ts', ...args]
  return new Promise((resolve) =>
    execFile(process.execPath, command, { cwd: top, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, out: stdout + stderr }),
    ),
  )
}

t.test('the demo is an example that passes', async (t) => {
  t.same(checkTenant(demoTenant()), [])
  t.same(await check('check', 'server/demo/policy.json'), { code: 0, out: 'No fault.\n' })
})

t.test('every fault of a file is printed, in the language asked for', async (t) => {
  const { policy } = demoTenant()
  const [first, ...others] = policy.queues
  const faulty = { ...policy, queues: [{ ...first, weight: -1, ringSeconds: 0 }, ...others] }
  const file = join(dir, 'faulty.json')
  writeFileSync(file, JSON.stringify({ policy: faulty }))
  const { code, out } = await check('check', file)
  t.equal(code, 1)
  t.match(out, /^queue sales, weight: .*\nqueue sales, ringSeconds: .*\n$/)
  t.match(await check('check', file, '--lang', 'zh'), { code: 1, out: /队列 sales，weight：应为/ })
})

t.test('what cannot be checked ends with 2', async (t) => {
  t.match(await check('check', join(dir, 'none.json')), { code: 2, out: /cannot be read/ })
  t.match(await check(), { code: 2, out: /^npm run policy/ })
})
