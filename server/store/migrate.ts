import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import type { Database } from './database.ts'

const folder = join(import.meta.dirname, 'migrations')
/** Any number that all our processes share: those that start at once on one server migrate one after the other. */
const migrationLock = 20_955_060

/** Runs each `migrations/NNN-*.sql` that this database has not seen, in order, all in one transaction. */
export async function migrate(database: Database): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  await database.transaction(async (transaction) => {
    await transaction.execute(sql`SELECT pg_advisory_xact_lock(${migrationLock})`)
    await transaction.execute(
      sql`CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, at timestamptz DEFAULT now())`,
    )
    for (const name of names) await runOnce(transaction, name)
  })
}

async function runOnce(transaction: Database, name: string): Promise<void> {
  const added = await transaction.execute(
    sql`INSERT INTO migrations (name) VALUES (${name}) ON CONFLICT DO NOTHING RETURNING name`,
  )
  if (rowsOf(added).length === 0) return
  for (const statement of await statementsOf(name)) await transaction.execute(sql.raw(statement))
}

/** A statement ends in a semicolon at the end of its line; drivers take one at a time. */
async function statementsOf(name: string): Promise<string[]> {
  const text = await readFile(join(folder, name), 'utf8')
  return text.split(/;$/m).filter((statement) => statement.trim() !== '')
}

/** Both drivers give `{ rows }`; the common type of drizzle does not say so. */
const rowsOf = (result: unknown): readonly unknown[] => (result as { rows: unknown[] }).rows
