import { desc } from 'drizzle-orm'
import type { Database } from './database.ts'
import { audit } from './schema.ts'

/** Who did what to what; `change` holds the new values, never a password. */
type AuditEntry = {
  readonly at: number
  readonly who: string
  readonly action: string
  readonly target: string
  readonly change: Readonly<Record<string, unknown>>
}

export async function writeAudit(database: Database, entry: AuditEntry): Promise<void> {
  await database.insert(audit).values(entry)
}

/** Newest first. */
export function readAudit(database: Database, limit: number): Promise<AuditEntry[]> {
  const { at, who, action, target, change } = audit
  return database
    .select({ at, who, action, target, change })
    .from(audit)
    .orderBy(desc(audit.id))
    .limit(limit)
}
