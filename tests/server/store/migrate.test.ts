import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/pglite'
import t, { type Test } from 'tap'
import { migrate } from '../../../server/store/migrate.ts'
import { findRecording, projectRecordings, recordingsOf } from '../../../server/store/recordings.ts'
import { contacts } from '../../../server/store/schema.ts'
import { recorded, stamp } from './histories.ts'
import { placeDatabase } from './made-database.ts'

const folder = new URL('../../../server/store/migrations/', import.meta.url)

t.setTimeout(110_000)

/** A database without tables: to empty one is cheaper than to make one. */
async function emptyDatabase(t: Test): Promise<PGlite> {
  const dataDir = mkdtempSync(join(tmpdir(), 'callwright-migrate-'))
  await placeDatabase(dataDir)
  const client = new PGlite(join(dataDir, 'db'))
  t.teardown(async () => {
    await client.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  await client.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  return client
}

t.test('a contact that had one recording keeps it, and may have more', async (t) => {
  const client = await emptyDatabase(t)
  const database = drizzle(client)
  await client.exec('CREATE TABLE migrations (name text PRIMARY KEY, at timestamptz DEFAULT now())')
  for (const name of ['001-first.sql', '002-policy.sql']) {
    await client.exec(readFileSync(new URL(name, folder), 'utf8'))
    await database.execute(sql`INSERT INTO migrations (name) VALUES (${name})`)
  }
  await client.exec(`
    INSERT INTO contacts VALUES ('c1', 1000, 61000, '138', '{}', '{}'), ('c2', 3000, NULL, '139', '{}', '{}');
    INSERT INTO recordings VALUES ('c1', 'recordings/2026-11-21/c1.wav', 35, 9), ('c2', 'c2.wav', 1, 2);
  `)
  const stretch = { phase: 'flow', from: 1000, to: 61_000 }
  await database.execute(
    sql`UPDATE contacts SET story = ${JSON.stringify({ keys: '1', stretches: [stretch] })}::jsonb WHERE id = 'c1'`,
  )
  await migrate(database)
  const [row] = await database
    .select()
    .from(contacts)
    .where(eq(contacts.id, 'c1' as never))
  t.same(row?.history, { keys: '1', segments: [stretch] }, 'its history is kept, in segments')
  const c1 = 'c1' as never
  const had = { id: 'c1', endedAt: 61_000, seconds: 35, bytes: 9, format: 'wav', encrypted: false }
  t.same((await recordingsOf(database, [c1])).get(c1), [had])
  t.match(await findRecording(database, 'c2'), { id: 'c2', file: 'c2.wav' })

  const news = stamp([
    [62, { ...recorded('c1.r2'), sha256: 'ab', format: 'opus', encrypted: true } as never],
    // As an older program told a second one.
    [63, { ...recorded('c1'), file: 'recordings/2026-11-21/c1~2.wav' } as never],
  ])
  await projectRecordings(database, news)
  await projectRecordings(database, news)
  const ids = (await recordingsOf(database, [c1])).get(c1)?.map(({ id }) => id)
  t.same(ids, ['c1', 'c1.r2', 'c1~2'])
  t.match(await findRecording(database, 'c1', 'c1.r2'), { format: 'opus', encrypted: true })
  t.equal(await findRecording(database, 'c2', 'c1.r2'), undefined, 'it is another contact’s')

  await client.exec(`UPDATE recordings SET deleted_at = 99, deleted_why = 'age' WHERE id = 'c1'`)
  t.match((await recordingsOf(database, [c1])).get(c1)?.[0], { deletedAt: 99, deletedWhy: 'age' })
  t.match(await findRecording(database, 'c1'), { id: 'c1.r2' }, 'the first that is there')
  t.equal(await findRecording(database, 'c1', 'c1'), undefined)
})

t.test('whether strangers were welcome is whether unknown sources are accepted', async (t) => {
  const client = await emptyDatabase(t)
  const database = drizzle(client)
  await client.exec('CREATE TABLE migrations (name text PRIMARY KEY, at timestamptz DEFAULT now())')
  const names = ['001-first.sql', '002-policy.sql', '003-recordings.sql', '004-trunks.sql']
  for (const name of names) {
    await client.exec(readFileSync(new URL(name, folder), 'utf8'))
    await database.execute(sql`INSERT INTO migrations (name) VALUES (${name})`)
  }
  await client.exec(`
    INSERT INTO tenant (id, skills, policy, strangers) VALUES
      ('open', '[]', '{}', 'welcome'), ('closed', '[]', '{}', 'refused');
  `)
  await migrate(database)
  await client.exec(`INSERT INTO tenant (id, skills, policy) VALUES ('new', '[]', '{}')`)
  const { rows } = await client.query('SELECT id, unknown_sources FROM tenant ORDER BY id')
  t.same(rows, [
    { id: 'closed', unknown_sources: 'reject' },
    { id: 'new', unknown_sources: 'accept' },
    { id: 'open', unknown_sources: 'accept' },
  ])
})

t.test('a node that was called speak sets the language', async (t) => {
  const client = await emptyDatabase(t)
  const database = drizzle(client)
  await client.exec('CREATE TABLE migrations (name text PRIMARY KEY, at timestamptz DEFAULT now())')
  for (const name of ['001-first.sql', '002-policy.sql', '003-recordings.sql', '004-trunks.sql']) {
    await client.exec(readFileSync(new URL(name, folder), 'utf8'))
    await database.execute(sql`INSERT INTO migrations (name) VALUES (${name})`)
  }
  const nodesOf = (kind: string) => ({
    english: { kind, label: { zh: '英文', en: 'English' }, language: 'en', next: 'sales' },
    sales: { kind: 'queue', label: { zh: '销售', en: 'speak' }, queue: 'sales' },
  })
  const insert = `INSERT INTO flows VALUES ($1, '{}', 'zh', 'english', $2)`
  await client.query(insert, ['former', JSON.stringify(nodesOf('speak'))])
  await client.query(insert, ['today', JSON.stringify(nodesOf('language'))])
  await client.query(insert, ['without', '{}'])
  await migrate(database)
  const { rows } = await client.query('SELECT id, nodes FROM flows ORDER BY id')
  t.same(rows, [
    { id: 'former', nodes: nodesOf('language') },
    { id: 'today', nodes: nodesOf('language') },
    { id: 'without', nodes: {} },
  ])
})
