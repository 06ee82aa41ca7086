import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { findCircles } from './architecture/circles.ts'
import { findUnusedExports } from './architecture/exports.ts'
import { findFaults } from './architecture/faults.ts'
import { findClimbs } from './architecture/layers.ts'
import { limits, roomsOfKinds, smallLines } from './architecture/limits.ts'
import { findSharedNames } from './architecture/names.ts'
import { readLayers, readPicture } from './architecture/picture.ts'
import { readSource, type Source } from './architecture/source.ts'

const top = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(top, path), 'utf8')
const picture = readPicture(read('docs/architecture.md'))
const notOurs = ['node_modules', 'dist', 'data']
const beside = ['tests', 'testkit', 'bench', 'demo', 'setup']
const sources = allSources()
const isIn = (rooms: readonly string[], path: string): boolean =>
  rooms.includes(path.split('/')[0] ?? '')
/** What is installed and run; what only proves or measures it is not among it. */
const product = sources.filter(({ path }) => path.includes('/') && !isIn(beside, path))

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
  return rooms.filter((path) => /\.tsx?$/.test(path)).map((path) => readSource(path, read(path)))
}

type Manifest = Record<'dependencies' | 'devDependencies', Record<string, string>>

/** What the checker says about made-up files, `{ path: text }`. */
const faultsIn = (files: Record<string, string>): string[] => findFaults(picture, made(files))

const made = (files: Record<string, string>): Source[] =>
  Object.entries(files).map(([path, text]) => readSource(path, text))

t.test('every import of the repository agrees with the picture', async (t) => {
  t.ok(sources.length > 20 && product.length > 20, 'the sources were found')
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
  t.same(
    faultsIn({ 'server/processes/a.ts': `import { start } from '../../sip/start-signalling.ts'` }),
    [],
  )
})

t.test('each of the three processes keeps to its own rooms', async (t) => {
  const wrong = (path: string, imported: string) =>
    t.same(faultsIn({ [path]: `import type { A } from '${imported}'` }).length, 1, path + imported)
  wrong('edge/a.ts', '../sip/signalling.ts')
  wrong('voice/a.ts', '../acd/acd.ts')
  wrong('voice/a.ts', '../server/centre/centre.ts')
  wrong('server/centre/a.ts', '../../media/media.ts')
  wrong('server/centre/a.ts', '../../edge/start.ts')
  wrong('server/centre/a.ts', '../http/http.ts')
  wrong('server/link/a.ts', '../centre/world/world.ts')
  wrong('server/http/a.ts', '../journal/journal.ts')
  wrong('server/journal/a.ts', '../../tools/run-command.ts')
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
  t.same(faultsIn({ 'server/http/a.ts': `import Srf from 'drachtio-srf'` }), [
    'server/http/a.ts may not use drachtio-srf: only sip/ may',
  ])
  t.same(faultsIn({ 'desk/a.ts': `import { UserAgent } from 'sip.js/lib/api/user-agent.js'` }), [
    'desk/a.ts may not use sip.js: only softphone/ may',
  ])
})

t.test('what the product imports is a dependency, and what only tests use is none', async (t) => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Manifest
  const used = new Set(product.flatMap(({ loads }) => loads)).add('pg') // drizzle-orm loads it
  const known = Object.keys({ ...dependencies, ...devDependencies })
  t.same(
    known.filter((name) => used.has(name)),
    Object.keys(dependencies),
  )
})

t.test('the environment is read in one file', async (t) => {
  const faults = [
    'server/processes/a.ts may not use process.env: only server/config/config.ts, bench/peer/, testkit/, tests/ may',
  ]
  t.same(faultsIn({ 'server/processes/a.ts': 'const port = process.env.PORT' }), faults)
  t.same(faultsIn({ 'server/processes/a.ts': 'const { env } = process' }), faults)
  t.same(faultsIn({ 'server/processes/a.ts': `import { env as e } from 'node:process'` }), faults)
  t.same(faultsIn({ 'server/processes/a.ts': '// process.env is not read here' }), [])
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

t.test('files that import each other, types included, are few', async (t) => {
  const circles = findCircles(product)
  const largest = circles[0] ?? []
  const files = circles.flat().length
  t.ok(largest.length <= limits.filesInLargestCircle, `${largest.length}: ${largest.join(' ')}`)
  t.ok(files <= limits.filesInCircles, `${files} files stand in circles`)
})

t.test('a circle is found through types, and through a file that is in two of them', async (t) => {
  const circles = findCircles(
    made({
      'core/a.ts': `import type { B } from './b.ts'`,
      'core/b.ts': `import type { A } from './a.ts'; import './c.ts'`,
      'core/c.ts': `import type { B } from './b.ts'`,
      'core/d.ts': `import './a.ts'`,
    }),
  )
  t.same(circles, [['core/a.ts', 'core/b.ts', 'core/c.ts']])
})

t.test('no layer of the edge climbs', async (t) => {
  const layers = readLayers(read('docs/signalling.md'), 'edge/')
  t.same(findClimbs('edge/', layers, product), [])
})

t.test('who climbs is told, and who stands nowhere; the longest name speaks', async (t) => {
  const text = '```layers\nclock.ts\nmessage/  what is written\ndialog/\ndialog/app/\nstart.ts\n```'
  const climbs = (files: Record<string, string>) =>
    findClimbs('edge/', readLayers(text, 'edge/'), made(files))
  t.same(
    climbs({
      'edge/message/a.ts': `import type { D } from '../dialog/d.ts'; import '../clock.ts'`,
      'edge/dialog/d.ts': `import '../message/a.ts'; import './e.ts'; import './app/f.ts'`,
      'edge/start.ts': `import './dialog/d.ts'; import '../core/names.ts'`,
      'edge/utils.ts': '',
      'sip/a.ts': `import '../edge/start.ts'`,
    }),
    [
      'edge/message/a.ts may not import edge/dialog/d.ts, which lies above it',
      'edge/dialog/d.ts may not import edge/dialog/app/f.ts, which lies above it',
      'edge/utils.ts is in no layer of edge/',
    ],
  )
})

t.test('a type name has one owner in the product', async (t) => {
  const shared = findSharedNames(product)
  t.same(
    shared.map(({ name, owners }) => `${name}: ${owners.join(' ')}`),
    [],
  )
})

t.test(
  'an owner is whoever declares the type, exported or not; who imports it is none',
  async (t) => {
    const shared = findSharedNames(
      made({
        'acd/a.ts': 'type Line = 1; export interface Seat { n: 1 }',
        'sip/a.ts': 'export type Line = 2; class Seat {}',
        'sip/b.ts': `import type { Line } from './a.ts'; export type { Line } from './a.ts'`,
      }),
    )
    t.same(shared, [
      { name: 'Line', owners: ['acd/a.ts', 'sip/a.ts'] },
      { name: 'Seat', owners: ['acd/a.ts', 'sip/a.ts'] },
    ])
  },
)

t.test('few files are small, but where a file per kind is the rule', async (t) => {
  const counted = product.filter(({ path }) => !roomsOfKinds.some((room) => path.startsWith(room)))
  const share = counted.filter(({ lines }) => lines < smallLines).length / counted.length
  t.ok(share <= limits.shareOfSmallFiles, `${share} of the files have under ${smallLines} lines`)
})

t.test('what is exported is used by another file, and by more than tests', async (t) => {
  const nobody = findUnusedExports(product, sources)
  const onlyTests = findUnusedExports(
    product,
    sources.filter(({ path }) => !isIn(['tests', 'testkit'], path)),
  ).filter((each) => !nobody.includes(each))
  t.ok(nobody.length <= limits.exportsNobodyUses, `${nobody.length}: ${nobody.join(', ')}`)
  t.ok(onlyTests.length <= limits.exportsOnlyTestsUse, onlyTests.join(', '))
})

t.test('an export counts as used however it is taken, and not by its own file', async (t) => {
  const files = made({
    'core/a.ts': `export const [b, { c }] = x; export type D = 1; export function e() {}; export { f as g }`,
    'core/h.ts': `import { b as z } from './a.ts'; export { c } from './a.ts'; type D = import('./a.ts').D`,
    'core/i.ts': 'export const j = 1',
    'core/k.ts': `const i = await import('./i.ts')`,
  })
  t.same(findUnusedExports(files, files), ['core/a.ts e', 'core/a.ts g', 'core/h.ts c'])
})
