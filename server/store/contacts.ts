import { and, arrayContains, desc, eq, inArray, isNotNull, lt, or, type SQL } from 'drizzle-orm'
import type { AgentId, ContactId } from '../../core/names.ts'
import { type ContactRecord, contactRecord } from './contact-record.ts'
import type { Database } from './database.ts'
import { contacts, people, recordings } from './schema.ts'

/** Ended contacts, newest first. */
export type ContactQuery = {
  readonly from?: string
  readonly agent?: AgentId
  /** Arrived before this instant, ms. */
  readonly before?: number
  readonly limit: number
  readonly seenBy?: Eyes
}

/** What an agent may see: contacts he talked in, and those of these callers. */
export type Eyes = { readonly agent: AgentId; readonly callers: readonly string[] }

/** A sound file: `file` is its path below DATA_DIR. */
export type RecordingFile = { readonly file: string; readonly bytes: number }

export function listContacts(database: Database, query: ContactQuery): Promise<ContactRecord[]> {
  const { from, agent, before, limit, seenBy } = query
  return readRecords(
    database,
    and(
      isNotNull(contacts.endedAt),
      from === undefined ? undefined : eq(contacts.caller, from),
      agent === undefined ? undefined : talkedIn(agent),
      before === undefined ? undefined : lt(contacts.arrivedAt, before),
      seenBy && isSeenBy(seenBy),
    ),
    limit,
  )
}

/** Undefined for one that is unknown, still open, or not to be seen by these eyes. */
export async function findContact(
  database: Database,
  id: string,
  seenBy?: Eyes,
): Promise<ContactRecord | undefined> {
  const which = and(eq(contacts.id, id as ContactId), seenBy && isSeenBy(seenBy))
  const [record] = await readRecords(database, which, 1)
  return record
}

export async function findRecording(
  database: Database,
  id: string,
): Promise<RecordingFile | undefined> {
  const { file, bytes } = recordings
  const [row] = await database
    .select({ file, bytes })
    .from(recordings)
    .where(eq(recordings.contact, id as ContactId))
  return row
}

const isSeenBy = ({ agent, callers }: Eyes): SQL | undefined =>
  or(talkedIn(agent), inArray(contacts.caller, [...callers]))

const talkedIn = (agent: AgentId): SQL => arrayContains(contacts.agents, [agent])

async function readRecords(
  database: Database,
  which: SQL | undefined,
  limit: number,
): Promise<ContactRecord[]> {
  const rows = await database
    .select({
      story: contacts.story,
      recording: { seconds: recordings.seconds, bytes: recordings.bytes },
    })
    .from(contacts)
    .leftJoin(recordings, eq(recordings.contact, contacts.id))
    .where(which)
    .orderBy(desc(contacts.arrivedAt), desc(contacts.id))
    .limit(limit)
  const names = await namesOf(
    database,
    rows.flatMap(({ story }) => story.agents.slice(-1)),
  )
  return rows.flatMap(({ story, recording }) => {
    const agentName = names.get(story.agents.at(-1))
    const beside = { ...(agentName && { agentName }), ...(recording && { recording }) }
    return contactRecord(story, beside) ?? []
  })
}

async function namesOf(
  database: Database,
  agents: readonly AgentId[],
): Promise<Map<AgentId | undefined, string>> {
  const { id, name } = people
  const rows = await database
    .select({ id, name })
    .from(people)
    .where(inArray(id, [...new Set(agents)]))
  return new Map(rows.map((row) => [row.id, row.name]))
}
