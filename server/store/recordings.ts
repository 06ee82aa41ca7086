import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Event, EventOf } from '../../core/event.ts'
import { type ContactId, contactOfRecording } from '../../core/names.ts'
import type { SpeechShare } from '../../core/sound.ts'
import type { Database } from './database.ts'
import { recordings } from './schema.ts'

/** A sound file that is still there: `file` is its path below DATA_DIR. */
type StoredRecordingFile = {
  readonly id: string
  readonly file: string
  readonly bytes: number
  readonly format: 'wav' | 'opus'
  readonly encrypted: boolean
}

/** A recording as the contact's record shows it; the file may be deleted since. */
export type RecordingRecord = {
  id: string
  endedAt: number
  seconds: number
  bytes: number
  format: 'wav' | 'opus'
  sha256?: string
  encrypted: boolean
  speech?: SpeechShare
  deletedAt?: number
  deletedWhy?: string
}

/** Projects the recordings that have ended; one that is projected again stays as it is but for its file. */
export async function projectRecordings(
  transaction: Database,
  events: readonly Event[],
): Promise<void> {
  const rows = new Map(
    events.flatMap((event) => {
      if (event.type !== 'recording.ended') return []
      const row = rowOf(event)
      return [[row.id, row] as const]
    }),
  )
  if (rows.size === 0) return
  await transaction
    .insert(recordings)
    .values([...rows.values()])
    .onConflictDoUpdate({
      target: recordings.id,
      set: {
        file: sql`excluded.file`,
        seconds: sql`excluded.seconds`,
        bytes: sql`excluded.bytes`,
        sha256: sql`excluded.sha256`,
        format: sql`excluded.format`,
        encrypted: sql`excluded.encrypted`,
        speech: sql`excluded.speech`,
      },
    })
}

function rowOf(event: EventOf<'recording.ended'>): typeof recordings.$inferInsert {
  const { at, recording, file, seconds, bytes, sha256, format = 'wav', encrypted = false } = event
  // Older programs gave every recording of a contact the same id, and only its file a number: `c7~2.wav`.
  const number = /~\d+(?=\.[^/]*$)/.exec(file)?.[0] ?? ''
  return {
    id: `${recording}${number}`,
    contact: contactOfRecording(recording),
    endedAt: at,
    file,
    seconds,
    bytes,
    format,
    encrypted,
    sha256: sha256 ?? null,
    speech: event.speech ?? null,
  }
}

/** This recording of the contact, or its first; undefined for one that is deleted or was never there. */
export async function findRecording(
  database: Database,
  contact: string,
  recording?: string,
): Promise<StoredRecordingFile | undefined> {
  const { id, file, bytes, format, encrypted } = recordings
  const [row] = await database
    .select({ id, file, bytes, format, encrypted })
    .from(recordings)
    .where(
      and(
        eq(recordings.contact, contact as ContactId),
        recording === undefined ? undefined : eq(id, recording),
        isNull(recordings.deletedAt),
      ),
    )
    .orderBy(asc(recordings.endedAt), asc(id))
    .limit(1)
  return row
}

/** The recordings of these contacts, each contact's in order. */
export async function recordingsOf(
  database: Database,
  ids: readonly ContactId[],
): Promise<Map<ContactId, RecordingRecord[]>> {
  const found = new Map<ContactId, RecordingRecord[]>()
  if (ids.length === 0) return found
  const rows = await database
    .select()
    .from(recordings)
    .where(inArray(recordings.contact, [...ids]))
    .orderBy(asc(recordings.endedAt), asc(recordings.id))
  for (const row of rows) found.set(row.contact, [...(found.get(row.contact) ?? []), recordOf(row)])
  return found
}

function recordOf(row: typeof recordings.$inferSelect): RecordingRecord {
  const { id, endedAt, seconds, bytes, format, encrypted } = row
  return {
    id,
    endedAt,
    seconds,
    bytes,
    format,
    encrypted,
    ...(row.sha256 !== null && { sha256: row.sha256 }),
    ...(row.speech !== null && { speech: row.speech }),
    ...(row.deletedAt !== null && { deletedAt: row.deletedAt }),
    ...(row.deletedWhy !== null && { deletedWhy: row.deletedWhy }),
  }
}
