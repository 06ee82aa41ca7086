import { eq, inArray, sql } from 'drizzle-orm'
import type { Event } from '../../core/event.ts'
import type { ContactId, LegId } from '../../core/names.ts'
import { type ContactHistory, contactOf, projectContact } from './contact-history.ts'
import type { Database } from './database.ts'
import { projectRecordings } from './recordings.ts'
import { contacts, projection } from './schema.ts'

/** The journal goes on behind the last one projected: an event is missing. */
class GapError extends Error {
  constructor(cursor: number, next: number) {
    super(`the records stand at event ${cursor}, and cannot go on with ${next}`)
    this.name = 'GapError'
  }
}

/** How far the records are projected, and which events could not be stored and were left out. */
export type ProjectionResult = { readonly cursor: number; readonly leftOut: readonly number[] }

export async function readCursor(database: Database): Promise<number> {
  const [row] = await database.select().from(projection).where(eq(projection.name, 'records'))
  return row?.seq ?? 0
}

/**
 * Projects events, in the order of `seq`, into the records: rows and cursor in one transaction, so that a kill at any
 * moment leaves the two agreeing. Events at or below the cursor are projected already. Throws GapError.
 *
 * An event whose content PostgreSQL refuses is left out: one odd caller must not end everybody's history.
 */
export async function projectEvents(
  database: Database,
  events: readonly Event[],
): Promise<ProjectionResult> {
  try {
    return { cursor: await projectTogether(database, events), leftOut: [] }
  } catch (error) {
    if (!isRefusedContent(error)) throw error
    return projectOneByOne(database, events)
  }
}

async function projectOneByOne(
  database: Database,
  events: readonly Event[],
): Promise<ProjectionResult> {
  const leftOut: number[] = []
  let cursor = 0
  for (const event of events) {
    try {
      cursor = await projectTogether(database, [event])
    } catch (error) {
      if (!isRefusedContent(error)) throw error
      await moveCursor(database, event.seq)
      cursor = event.seq
      leftOut.push(event.seq)
    }
  }
  return { cursor, leftOut }
}

function projectTogether(database: Database, events: readonly Event[]): Promise<number> {
  return database.transaction(async (transaction) => {
    const cursor = await lockCursor(transaction)
    const news = events.filter((event) => event.seq > cursor)
    const [first, last] = [news[0], news.at(-1)]
    if (!first || !last) return cursor
    if (first.seq !== cursor + 1) throw new GapError(cursor, first.seq)
    await projectHistories(transaction, news)
    await projectRecordings(transaction, news)
    await moveCursor(transaction, last.seq)
    return last.seq
  })
}

/** Two centres on one server must not both project the same event. */
async function lockCursor(transaction: Database): Promise<number> {
  const [row] = await transaction
    .select()
    .from(projection)
    .where(eq(projection.name, 'records'))
    .for('update')
  return row?.seq ?? 0
}

async function moveCursor(database: Database, seq: number): Promise<void> {
  await database.update(projection).set({ seq }).where(eq(projection.name, 'records'))
}

async function projectHistories(transaction: Database, events: readonly Event[]): Promise<void> {
  const callers = await readCallers(transaction, events)
  const idOf = (event: Event) =>
    contactOf(event) ??
    ('leg' in event && event.leg !== undefined ? callers.get(event.leg) : undefined)
  const histories = await readHistories(
    transaction,
    events.flatMap((event) => idOf(event) ?? []),
  )
  const changed = new Map<ContactId, ContactHistory>()
  for (const event of events) {
    const id = idOf(event)
    if (id === undefined) continue
    const before = changed.get(id) ?? histories.get(id)
    const after = projectContact(before, event)
    if (after && after !== before) changed.set(id, after)
  }
  if (changed.size === 0) return
  await transaction
    .insert(contacts)
    .values([...changed.values()].map(rowOf))
    .onConflictDoUpdate({
      target: contacts.id,
      set: {
        endedAt: sql`excluded.ended_at`,
        agents: sql`excluded.agents`,
        history: sql`excluded.history`,
      },
    })
}

/** Whose leg each is of the callers' own legs whose sound events speak of. */
async function readCallers(
  transaction: Database,
  events: readonly Event[],
): Promise<Map<LegId, ContactId>> {
  const callers = new Map<LegId, ContactId>()
  const unknown = new Set<LegId>()
  for (const event of events) {
    if (event.type === 'contact.opened') callers.set(event.leg, event.contact)
    else if (isOfSound(event) && contactOf(event) === undefined && !callers.has(event.leg))
      unknown.add(event.leg)
  }
  if (unknown.size === 0) return callers
  const { id, leg } = contacts
  const rows = await transaction
    .select({ id, leg })
    .from(contacts)
    .where(inArray(leg, [...unknown]))
  for (const row of rows) if (row.leg !== null) callers.set(row.leg, row.id)
  return callers
}

const soundTypes: ReadonlySet<string> = new Set(['leg.measured', 'leg.mediaLost', 'media.faulted'])

const isOfSound = (event: Event): event is Event & { readonly leg: LegId } =>
  soundTypes.has(event.type) && 'leg' in event

async function readHistories(
  transaction: Database,
  ids: readonly ContactId[],
): Promise<Map<ContactId, ContactHistory>> {
  if (ids.length === 0) return new Map()
  const { id, history } = contacts
  const rows = await transaction
    .select({ id, history })
    .from(contacts)
    .where(inArray(id, [...new Set(ids)]))
  return new Map(rows.map((row) => [row.id, row.history]))
}

function rowOf(projected: ContactHistory): typeof contacts.$inferInsert {
  const history = storable(projected)
  return {
    id: history.id,
    arrivedAt: history.arrivedAt,
    endedAt: history.endedAt ?? null,
    caller: history.from,
    agents: [...history.agents],
    leg: history.sound?.parties[0]?.leg ?? null,
    history,
  }
}

/** PostgreSQL stores neither NUL nor half a surrogate pair, which a caller's name or a note may hold. */
function storable(history: ContactHistory): ContactHistory {
  return JSON.parse(JSON.stringify(history), (_, value: unknown) =>
    typeof value === 'string'
      ? value.replaceAll('\0', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd')
      : value,
  ) as ContactHistory
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity): the content's fault, not the connection's. */
function isRefusedContent(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const state = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return /^2[23]/.test(state) || isRefusedContent(error.cause)
}
