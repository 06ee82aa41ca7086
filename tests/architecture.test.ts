import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findFaults } from './architecture/faults.ts'
import { readPicture } from './architecture/picture.ts'
import { readSource, type Source } from './architecture/source.ts'

const top = join(import.meta.dirname, '..')
const picture = readPicture(readFileSync(join(top, 'docs/architecture.md'), 'utf8'))
const notOurs = ['node_modules', 'dist', 'data']

/** Every TypeScript file of the repository. */
function allSources(): Source[] {
  const rooms = readdirSync(top, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && !notOurs.includes(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(join(top, entry.name), { recursive: true, encoding: 'utf8' }).map(
            (path) => `${entry.name}/${path}`,
          )
        : [entry.name],
    )
  return rooms
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => readSource(path, readFileSync(join(top, path), 'utf8')))
}

/** What the checker says about made-up files, `{ path: text }`. */
const faultsIn = (files: Record<string, string>): string[] =>
  findFaults(
    picture,
    Object.entries(files).map(([path, text]) => readSource(path, text)),
  )

t.test('every import of the repository agrees with the picture', async (t) => {
  const sources = allSources()
  t.ok(sources.length > 20, 'the sources were found')
  t.same(findFaults(picture, sources), [])
})

t.test('core may not import anything, not even node: or a type from another room', async (t) => {
  t.same(faultsIn({ 'core/a.ts': `import { join } from 'node:path'` }), [
    'core/a.ts may not import node:path',
  ])
  t.same(faultsIn({ 'core/a.ts': `import type { Media } from '../media/media.ts'` }), [
    'core/a.ts may not import media/media.ts',
  ])
  t.same(faultsIn({ 'core/a.ts': `import { b } from './b.ts'`, 'core/b.ts': '' }), [])
})

t.test('rooms below the server may not import each other', async (t) => {
  t.same(faultsIn({ 'sip/a.ts': `export { open } from '../media/start.ts'` }), [
    'sip/a.ts may not import media/start.ts',
  ])
  t.same(faultsIn({ 'acd/a.ts': `type Walk = import('../ivr/flow-session.ts').Walk` }), [
    'acd/a.ts may not import ivr/flow-session.ts',
  ])
  t.same(faultsIn({ 'media/a.ts': `const s = await import('../server/config/config.ts')` }), [
    'media/a.ts may not import server/config/config.ts',
  ])
  t.same(faultsIn({ 'server/a.ts': `import { start } from '../sip/start.ts'` }), [])
})

t.test('the row of the inner folder speaks, not that of the room around it', async (t) => {
  t.same(faultsIn({ 'server/store/a.ts': `import { load } from '../config/config.ts'` }), [
    'server/store/a.ts may not import server/config/config.ts',
  ])
  t.same(faultsIn({ 'cti/client.ts': `import { WebSocket } from 'ws'` }), [
    'cti/client.ts may not import ws',
  ])
})

t.test('the pages may use what they share with the server and nothing else of it', async (t) => {
  t.same(faultsIn({ 'desk/a.tsx': `import { session } from '../cti/api.ts'` }), [])
  t.same(faultsIn({ 'desk/a.tsx': `import { publish } from '../cti/publish.ts'` }), [
    'desk/a.tsx may not import cti/publish.ts',
  ])
})

t.test('some packages belong to one room', async (t) => {
  t.same(faultsIn({ 'server/a.ts': `import Srf from 'drachtio-srf'` }), [
    'server/a.ts may not use drachtio-srf: only sip/ may',
  ])
  t.same(faultsIn({ 'desk/a.ts': `import { UserAgent } from 'sip.js/lib/api/user-agent.js'` }), [
    'desk/a.ts may not use sip.js: only softphone/ may',
  ])
})

t.test('the environment is read in one file', async (t) => {
  const faults = [
    'server/a.ts may not use process.env: only server/config/config.ts, bench/peer/, testkit/, tests/ may',
  ]
  t.same(faultsIn({ 'server/a.ts': 'const port = process.env.PORT' }), faults)
  t.same(faultsIn({ 'server/a.ts': 'const { env } = process' }), faults)
  t.same(faultsIn({ 'server/a.ts': `import { env as e } from 'node:process'` }), faults)
  t.same(faultsIn({ 'server/a.ts': '// process.env is not read here' }), [])
  t.same(faultsIn({ 'server/config/config.ts': 'const port = process.env.PORT' }), [])
})

t.test('an import cycle is refused, however long', async (t) => {
  t.same(
    faultsIn({
      'core/a.ts': `import './b.ts'`,
      'core/b.ts': `import './c.ts'`,
      'core/c.ts': `import './a.ts'`,
    }),
    ['import cycle: core/a.ts -> core/b.ts -> core/c.ts -> core/a.ts'],
  )
})

t.test('a type may look back at what is made of it', async (t) => {
  const files = { 'core/a.ts': `import './b.ts'`, 'core/b.ts': `import type { A } from './a.ts'` }
  t.same(faultsIn(files), [])
})

t.test('a file outside of every room is refused', async (t) => {
  t.same(faultsIn({ 'utils/a.ts': '' }), ['utils/a.ts is in no room of the picture'])
})

t.test('a picture that cannot be read is refused', async (t) => {
  t.throws(() => readPicture('no blocks'), /no fenced block `imports`/)
  t.throws(() => readPicture('```imports\ncore/ imports nothing\n```'), /cannot read the line/)
})
