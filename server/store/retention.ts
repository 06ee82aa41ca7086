import { and, asc, eq, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm'
import { type AgentId, type ContactId, named } from '../../core/names.ts'
import { writeAudit } from './audit.ts'
import type { LegalHold } from './contact-record.ts'
import type { Database } from './database.ts'
import { audit, contacts, recordings } from './schema.ts'

/** A recording whose file is to be deleted; `file` is its path below DATA_DIR. */
export type ExpiredRecording = {
  readonly id: string
  readonly contact: ContactId
  readonly file: string
}

/** Why a recording was deleted, in `deleted_why`. */
const expired = 'expired'

/** From now on no recording of the contact is deleted. False where there is no such contact. */
export function setHold(database: Database, contact: string, hold: LegalHold): Promise<boolean> {
  const { by, at, note } = hold
  return changeHold(database, contact, 'hold', hold, {
    holdBy: named<AgentId>(by),
    holdAt: at,
    holdNote: note,
  })
}

/** False where there is no hold. */
export function endHold(
  database: Database,
  contact: string,
  end: Pick<LegalHold, 'by' | 'at'>,
): Promise<boolean> {
  const none = { holdBy: null, holdAt: null, holdNote: null }
  return changeHold(database, contact, 'end-hold', end, none)
}

function changeHold(
  database: Database,
  contact: string,
  action: 'hold' | 'end-hold',
  { by, at, ...change }: Pick<LegalHold, 'by' | 'at'> & Partial<LegalHold>,
  columns: Pick<typeof contacts.$inferInsert, 'holdBy' | 'holdAt' | 'holdNote'>,
): Promise<boolean> {
  const isThere = eq(contacts.id, contact as ContactId)
  return database.transaction(async (transaction) => {
    const changed = await transaction
      .update(contacts)
      .set(columns)
      .where(action === 'hold' ? isThere : and(isThere, isNotNull(contacts.holdBy)))
      .returning({ id: contacts.id })
    if (changed.length === 0) return false
    await writeAudit(transaction, { at, who: by, action, target: `contact:${contact}`, change })
    return true
  })
}

/**
 * The oldest recordings that ended before `before`, ms, and that no hold keeps: they are marked first, so that none is
 * forgotten when the one who deletes them dies half-way. Answers again with those that were marked and not yet deleted.
 */
export function claimExpired(
  database: Database,
  before: number,
  limit: number,
): Promise<ExpiredRecording[]> {
  const { id, contact, file, endedAt, deletedAt, deletedWhy } = recordings
  return database.transaction(async (transaction) => {
    const found = await transaction
      .select({ id, contact, file })
      .from(recordings)
      .leftJoin(contacts, eq(contacts.id, contact))
      .where(
        and(
          isNull(deletedAt),
          or(isNotNull(deletedWhy), and(lt(endedAt, before), isNull(contacts.holdBy))),
        ),
      )
      .orderBy(asc(endedAt), asc(id))
      .limit(limit)
    const ids = found.map((row) => row.id)
    if (ids.length > 0)
      await transaction.update(recordings).set({ deletedWhy: expired }).where(inArray(id, ids))
    return found
  })
}

/** Their files are gone: the rows say so, and the audit trail, too. */
export async function noteDeleted(
  database: Database,
  deleted: readonly ExpiredRecording[],
  at: number,
): Promise<void> {
  if (deleted.length === 0) return
  const ids = deleted.map(({ id }) => id)
  await database.transaction(async (transaction) => {
    await transaction.update(recordings).set({ deletedAt: at }).where(inArray(recordings.id, ids))
    await transaction.insert(audit).values(
      deleted.map(({ id, contact, file }) => ({
        at,
        who: 'retention',
        action: 'delete',
        target: `recording:${id}`,
        change: { contact, file, why: expired },
      })),
    )
  })
}
