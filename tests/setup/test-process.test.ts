import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'

const top = join(import.meta.dirname, '../..')
const [sound, wrong, deadly] = ['sound', 'wrong', 'deadly'].map(
  (name) => `tests/setup/fixtures/${name}.ts`,
)

type Result = { file: string; passed: number; failed: number; skipped: number }

/** Runs fixtures as the gate does and gives its results. */
function run(how: 'runAlone' | 'runTogether', files: unknown): Result[] {
  const script = `
    import { ${how} } from './setup/gate/test-process.mjs'
    const results = []
    const alone = await ${how}(${JSON.stringify(files)}, 10_000, (result) => results.push(result))
    console.log(JSON.stringify(alone ? [alone] : results))`
  const args = ['--input-type=module', '-e', script]
  const output = execFileSync(process.execPath, args, { cwd: top, timeout: 25_000 })
  const results = JSON.parse(output.toString()) as Result[]
  return results.map(({ file, passed, failed, skipped }) => ({ file, passed, failed, skipped }))
}

t.test('tests are counted by their innermost title, whatever they assert', async (t) => {
  t.same(run('runAlone', sound), [{ file: sound, passed: 3, failed: 0, skipped: 1 }])
  t.same(run('runAlone', wrong), [{ file: wrong, passed: 1, failed: 3, skipped: 0 }])
})

t.test('a file that takes the process down fails; the files around it count', async (t) => {
  t.same(run('runTogether', [sound, deadly, wrong]), [
    { file: sound, passed: 3, failed: 0, skipped: 1 },
    { file: deadly, passed: 0, failed: 1, skipped: 0 },
    { file: wrong, passed: 1, failed: 3, skipped: 0 },
  ])
})
