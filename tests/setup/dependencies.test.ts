import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'

const top = join(import.meta.dirname, '../..')
type Packages = Record<string, { version: string; optional?: boolean }>

function isInstalled(wanted: Packages, found?: Packages): boolean {
  const locks = [wanted, found].map((packages) => packages && { packages })
  const script = `
    import { isInstalled } from './setup/dependencies.mjs'
    console.log(isInstalled(...${JSON.stringify(locks)}))`
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: top })
  return output.toString().trim() === 'true'
}

t.test('a clone without node_modules, or with another version, is not installed', async (t) => {
  const wanted = { 'node_modules/a': { version: '1.0.0' } }
  t.notOk(isInstalled(wanted))
  t.notOk(isInstalled(wanted, {}))
  t.notOk(isInstalled(wanted, { 'node_modules/a': { version: '1.0.1' } }))
  t.ok(isInstalled(wanted, { 'node_modules/a': { version: '1.0.0' } }))
})

t.test(
  "another platform's optional binary may be absent, but not in another version",
  async (t) => {
    const wanted = { 'node_modules/bin-arm': { version: '1.0.0', optional: true } }
    t.ok(isInstalled(wanted, {}))
    t.notOk(isInstalled(wanted, { 'node_modules/bin-arm': { version: '2.0.0' } }))
  },
)
