import { mkdir } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { migrate } from './migrate.ts'

/** The same SQL on both: PostgreSQL in this process, or a PostgreSQL server. A transaction is one too. */
export type Database = PgDatabase<PgQueryResultHKT>

/** Where it is: PGlite's own folder, or a server's address. */
export type DatabaseLocation = { readonly folder: string } | { readonly url: string }

export type OpenDatabase = { readonly database: Database; close(): Promise<void> }

const embeddedParams = [
  // Half the memory of the default 128 MB; the files' pages are in the kernel's cache anyway.
  ...['-c', 'shared_buffers=16MB'],
  // Less write-ahead log to keep on disk, and to go through again after a crash.
  ...['-c', 'max_wal_size=64MB'],
]

/** Opens the database, brings it back from a crash, and makes or renews its tables. */
export async function openDatabase(place: DatabaseLocation): Promise<OpenDatabase> {
  const open = 'url' in place ? await openServer(place.url) : await openEmbedded(place.folder)
  await migrate(open.database)
  return open
}

async function openEmbedded(folder: string): Promise<OpenDatabase> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const client = await PGlite.create(folder, {
    startParams: [...PGlite.defaultStartParams, ...embeddedParams],
  })
  return { database: drizzlePglite(client), close: () => client.close() }
}

async function openServer(url: string): Promise<OpenDatabase> {
  const { drizzle } = await import('drizzle-orm/node-postgres')
  const database = drizzle({
    connection: {
      connectionString: url,
      application_name: 'callwright',
      connectionTimeoutMillis: 5000,
      max: 5,
    },
  })
  const pool = database.$client
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  return { database, close: () => pool.end() }
}

/**
 * Whether an error says that the server is away rather than that it refused: a socket's `E…`, or SQLSTATE 08
 * (connection exception), 53 (insufficient resources), 57P (operator intervention).
 */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return /^(E[A-Z]|08|53|57P)/.test(code) || isAway(error.cause)
}
