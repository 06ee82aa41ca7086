import { eq, inArray, sql } from 'drizzle-orm'
import type { Event } from '../../core/event.ts'
import type { ContactId, LegId } from '../../core/names.ts'
import { type ContactStory, contactOf, tellContact } from './contact-story.ts'
import type { Database } from './database.ts'
import { tellRecordings } from './recordings.ts'
import { contacts, projection } from './schema.ts'

/** The journal goes on behind the last event that is told: an event is missing. */
export class GapError extends Error {
  constructor(cursor: number, next: number) {
    super(`the records are told up to event ${cursor}, and cannot go on with ${next}`)
    this.name = 'GapError'
  }
}

/** How far the records are told, and which events could not be stored and were left out. */
export type Told = { readonly cursor: number; readonly leftOut: readonly number[] }

export async function readCursor(database: Database): Promise<number> {
  const [row] = await database.select().from(projection).where(eq(projection.name, 'records'))
  return row?.seq ?? 0
}

/**
 * Tells events, in the order of `seq`, into the records: rows and cursor in one transaction, so that a kill at any
 * moment leaves the two agreeing. Events at or below the cursor are told already. Throws GapError.
 *
 * An event whose content PostgreSQL refuses is left out: one odd caller must not end everybody's history.
 */
export async function tellEvents(database: Database, events: readonly Event[]): Promise<Told> {
  try {
    return { cursor: await tellTogether(database, events), leftOut: [] }
  } catch (error) {
    if (!isRefusedContent(error)) throw error
    return tellOneByOne(database, events)
  }
}

async function tellOneByOne(database: Database, events: readonly Event[]): Promise<Told> {
  const leftOut: number[] = []
  let cursor = 0
  for (const event of events) {
    try {
      cursor = await tellTogether(database, [event])
    } catch (error) {
      if (!isRefusedContent(error)) throw error
      await moveCursor(database, event.seq)
      cursor = event.seq
      leftOut.push(event.seq)
    }
  }
  return { cursor, leftOut }
}

function tellTogether(database: Database, events: readonly Event[]): Promise<number> {
  return database.transaction(async (transaction) => {
    const cursor = await lockCursor(transaction)
    const news = events.filter((event) => event.seq > cursor)
    const [first, last] = [news[0], news.at(-1)]
    if (!first || !last) return cursor
    if (first.seq !== cursor + 1) throw new GapError(cursor, first.seq)
    await tellStories(transaction, news)
    await tellRecordings(transaction, news)
    await moveCursor(transaction, last.seq)
    return last.seq
  })
}

/** Two centres on one server must not both tell the same event. */
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

async function tellStories(transaction: Database, events: readonly Event[]): Promise<void> {
  const callers = await readCallers(transaction, events)
  const idOf = (event: Event) =>
    contactOf(event) ?? ('leg' in event ? callers.get(event.leg) : undefined)
  const stories = await readStories(
    transaction,
    events.flatMap((event) => idOf(event) ?? []),
  )
  const changed = new Map<ContactId, ContactStory>()
  for (const event of events) {
    const id = idOf(event)
    if (id === undefined) continue
    const before = changed.get(id) ?? stories.get(id)
    const after = tellContact(before, event)
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
        story: sql`excluded.story`,
      },
    })
}

/** Whose leg each is of the callers' own legs whose sound is told of. */
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

async function readStories(
  transaction: Database,
  ids: readonly ContactId[],
): Promise<Map<ContactId, ContactStory>> {
  if (ids.length === 0) return new Map()
  const { id, story } = contacts
  const rows = await transaction
    .select({ id, story })
    .from(contacts)
    .where(inArray(id, [...new Set(ids)]))
  return new Map(rows.map((row) => [row.id, row.story]))
}

function rowOf(told: ContactStory): typeof contacts.$inferInsert {
  const story = storable(told)
  return {
    id: story.id,
    arrivedAt: story.arrivedAt,
    endedAt: story.endedAt ?? null,
    caller: story.from,
    agents: [...story.agents],
    leg: story.sound?.parties[0]?.leg ?? null,
    story,
  }
}

/** PostgreSQL stores neither NUL nor half a surrogate pair, which a caller's name or a note may hold. */
function storable(story: ContactStory): ContactStory {
  return JSON.parse(JSON.stringify(story), (_, value: unknown) =>
    typeof value === 'string'
      ? value.replaceAll('\0', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd')
      : value,
  ) as ContactStory
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity): the content's fault, not the connection's. */
function isRefusedContent(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const state = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return /^2[23]/.test(state) || isRefusedContent(error.cause)
}
