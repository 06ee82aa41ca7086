import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { operations } from '../../../../server/http/openapi.ts'

const folder = join(import.meta.dirname, '../../../../server/http/routes')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })

t.test('a path is served by the file that bears its words', async (t) => {
  for (const { path } of operations) {
    const [first = '', ...rest] = path.split('/').filter((word) => word && !word.startsWith('{'))
    t.ok(files.includes(`${first}.ts`) || files.includes(`${first}/${first}.ts`), path)
    if (first === 'contacts' && rest[0] && rest[0] !== 'events')
      t.ok(files.includes(`contacts/${rest[0].replace(/^recording$/, 'recordings')}.ts`), path)
  }
})
