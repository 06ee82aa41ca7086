import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

const top = join(import.meta.dirname, '../..')
const sources = readdirSync(join(top, 'edge'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path: `edge/${path}`, text: readFileSync(join(top, 'edge', path), 'utf8') }))
const record = sources.find(({ path }) => path === 'edge/dialog/dialog.ts')?.text ?? ''

/** Field by field, the file that `Dialog` names above it. */
function ownersIn(text: string): Map<string, string> {
  const owners = new Map<string, string>()
  const [body = ''] = /export type Dialog = \{[\s\S]*?\n\}/.exec(text) ?? []
  let owner = ''
  for (const line of body.split('\n')) {
    owner = /^ {2}\/\/ (\S+\.ts)$/.exec(line)?.[1] ?? owner
    const field = /^ {2}readonly (\w+)/.exec(line)?.[1]
    if (field && owner) owners.set(field, owner)
  }
  return owners
}

/** `file writes field` for each `Writing<'field' | 'field'>`. */
const writesIn = (files: readonly { path: string; text: string }[]): string[] =>
  files.flatMap(({ path, text }) =>
    [...text.matchAll(/\bWriting<([^>]*)>/g)]
      .flatMap(([, fields = '']) => [...fields.matchAll(/'(\w+)'/g)])
      .map(([, field = '']) => `${path} writes ${field}`),
  )

t.test('each field of a dialog is written by the file that is named above it', async (t) => {
  const owners = ownersIn(record)
  const allowed = [...owners].map(([field, owner]) => `edge/dialog/${owner} writes ${field}`)
  t.same([...new Set(writesIn(sources))].sort(), allowed.sort())
  t.ok(owners.size > 10, 'the record was read')
})

t.test('nobody writes a dialog without asking for the field', async (t) => {
  const [body = ''] = /export type Dialog = \{[\s\S]*?\n\}/.exec(record) ?? []
  t.same(
    body.split('\n').filter((line) => /^ {2}\w/.test(line) && !line.startsWith('  readonly ')),
    [],
  )
  const casts = sources.filter(({ text }) => /\bas (unknown as )?(Writing|Dialog)\b/.test(text))
  t.same(
    casts.map(({ path }) => path),
    [],
  )
})

t.test('a file that writes what another one owns is told', async (t) => {
  const text = `function f(dialog: Writing<'phase' | 'peer'>) {}`
  t.same(writesIn([{ path: 'edge/a.ts', text }]), [
    'edge/a.ts writes phase',
    'edge/a.ts writes peer',
  ])
})
