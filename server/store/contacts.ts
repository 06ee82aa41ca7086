import { and, arrayContains, desc, eq, inArray, isNotNull, lt, or, type SQL } from 'drizzle-orm'
import type { AgentId, ContactId } from '../../core/names.ts'
import { contactRecord, type LegalHold, type StoredContactRecord } from './contact-record.ts'
import type { Database } from './database.ts'
import { recordingsOf } from './recordings.ts'
import { contacts, people } from './schema.ts'

/** Ended contacts, newest first. */
type ContactQuery = {
  readonly from?: string
  readonly agent?: AgentId
  /** Arrived before this instant, ms. */
  readonly before?: number
  readonly limit: number
  readonly visibleTo?: Visibility
}

/** What an agent may see: contacts he talked in, and those of these callers. */
export type Visibility = { readonly agent: AgentId; readonly callers: readonly string[] }

export function listContacts(
  database: Database,
  query: ContactQuery,
): Promise<StoredContactRecord[]> {
  const { from, agent, before, limit, visibleTo } = query
  return readRecords(
    database,
    and(
      isNotNull(contacts.endedAt),
      from === undefined ? undefined : eq(contacts.caller, from),
      agent === undefined ? undefined : talkedIn(agent),
      before === undefined ? undefined : lt(contacts.arrivedAt, before),
      visibleTo && isVisibleTo(visibleTo),
    ),
    limit,
  )
}

/** Undefined for one that is unknown, still open, or not visible to this reader. */
export async function findContact(
  database: Database,
  id: string,
  visibleTo?: Visibility,
): Promise<StoredContactRecord | undefined> {
  const which = and(eq(contacts.id, id as ContactId), visibleTo && isVisibleTo(visibleTo))
  const [record] = await readRecords(database, which, 1)
  return record
}

const isVisibleTo = ({ agent, callers }: Visibility): SQL | undefined =>
  or(talkedIn(agent), inArray(contacts.caller, [...callers]))

const talkedIn = (agent: AgentId): SQL => arrayContains(contacts.agents, [agent])

async function readRecords(
  database: Database,
  which: SQL | undefined,
  limit: number,
): Promise<StoredContactRecord[]> {
  const { id, history, holdBy, holdAt, holdNote } = contacts
  const rows = await database
    .select({ id, history, holdBy, holdAt, holdNote })
    .from(contacts)
    .where(which)
    .orderBy(desc(contacts.arrivedAt), desc(contacts.id))
    .limit(limit)
  const names = await namesOf(
    database,
    rows.flatMap((row) => row.history.agents.slice(-1)),
  )
  const sounds = await recordingsOf(
    database,
    rows.map((row) => row.id),
  )
  return rows.flatMap((row) => {
    const agentName = names.get(row.history.agents.at(-1))
    const hold = holdOf(row)
    const recordings = sounds.get(row.id) ?? []
    const beside = { recordings, ...(agentName && { agentName }), ...(hold && { hold }) }
    return contactRecord(row.history, beside) ?? []
  })
}

type HoldColumns = Pick<typeof contacts.$inferSelect, 'holdBy' | 'holdAt' | 'holdNote'>

const holdOf = ({ holdBy: by, holdAt: at, holdNote }: HoldColumns): LegalHold | undefined =>
  by === null || at === null ? undefined : { by, at, note: holdNote ?? '' }

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
