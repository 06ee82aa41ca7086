import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Event } from '../../core/event.ts'
import type { Calls } from './calls.ts'
import { type DatabaseClient, openDatabaseThread, StoreError } from './database-client.ts'
import type { DatabaseLocation } from './database.ts'
import { RecordProjector } from './record-projector.ts'

export { StoreError } from './database-client.ts'

/**
 * Records, people and configuration. Every answer is a promise, rejected with StoreError while the database is away.
 * The records follow the journal by themselves; `record` only says that there is more.
 */
export type Store = Omit<Calls, 'readCursor' | 'projectEvents'> & {
  /** Events as they are journalled, in order. Never waits, never throws. */
  record(events: readonly Event[]): void
  /** `seq` of the last event that the records know of. */
  cursor(): Promise<number>
  stop(): Promise<void>
}

type StoreOptions = {
  /** PGlite's files lie in `<dataDir>/db`. One process only may have them open. */
  readonly dataDir: string
  /** A PostgreSQL server instead. */
  readonly databaseUrl?: string
  /** Events above `afterSeq`, from the journal: at the start, and whenever some were missed. */
  readonly readJournal: (afterSeq: number) => AsyncIterable<Event>
  readonly log?: (fields: object, message: string) => void
}

const reopenMs = 1000

/** Resolves when the database is open and its tables are up to date. Rejects with StoreError. */
export async function startStore(options: StoreOptions): Promise<Store> {
  const { readJournal, dataDir, databaseUrl, log = () => undefined } = options
  const place = databaseUrl === undefined ? await madeFolder(dataDir) : { url: databaseUrl }
  let client = away
  let stopped = false
  client = await openDatabaseThread(place, reopen)

  const ask: DatabaseClient['call'] = (name, ...args) => client.call(name, ...args)
  const projector = new RecordProjector({
    project: (events) => ask('projectEvents', events),
    cursor: () => ask('readCursor'),
    readJournal,
    log,
  })

  return {
    ...forward(ask),
    cursor: () => ask('readCursor'),
    record: (events) => projector.record(events),
    stop,
  }

  async function stop(): Promise<void> {
    await projector.stop()
    stopped = true
    await client.stop()
  }

  function reopen(death: StoreError): void {
    client = away
    if (stopped) return
    log({ err: death }, 'the database went away; opening it again')
    setTimeout(() => {
      if (!stopped) openDatabaseThread(place, reopen).then((next) => (client = next), reopen)
    }, reopenMs)
  }
}

/** Each call as a method. */
function forward(ask: DatabaseClient['call']): Omit<Calls, 'readCursor' | 'projectEvents'> {
  return {
    tenant: () => ask('tenant'),
    install: (...args) => ask('install', ...args),
    saveTrunking: (...args) => ask('saveTrunking', ...args),
    saveQueue: (...args) => ask('saveQueue', ...args),
    saveFlow: (...args) => ask('saveFlow', ...args),
    saveHotline: (...args) => ask('saveHotline', ...args),
    saveRouting: (...args) => ask('saveRouting', ...args),
    saveSkills: (...args) => ask('saveSkills', ...args),
    authenticate: (...args) => ask('authenticate', ...args),
    person: (...args) => ask('person', ...args),
    people: () => ask('people'),
    patchPerson: (...args) => ask('patchPerson', ...args),
    contacts: (...args) => ask('contacts', ...args),
    contact: (...args) => ask('contact', ...args),
    recording: (...args) => ask('recording', ...args),
    setHold: (...args) => ask('setHold', ...args),
    endHold: (...args) => ask('endHold', ...args),
    claimExpired: (...args) => ask('claimExpired', ...args),
    noteDeleted: (...args) => ask('noteDeleted', ...args),
    writeAudit: (...args) => ask('writeAudit', ...args),
    readAudit: (...args) => ask('readAudit', ...args),
  }
}

/**
 * PGlite's first files are made aside and then moved into place: a kill in the middle leaves nothing half made. The
 * making takes 500 MB, which only the end of its thread gives back.
 */
async function madeFolder(dataDir: string): Promise<DatabaseLocation> {
  const folder = join(dataDir, 'db')
  if (existsSync(folder)) return { folder }
  const aside = `${folder}.new`
  await rm(aside, { recursive: true, force: true })
  const making = await openDatabaseThread({ folder: aside }, () => undefined)
  await making.stop()
  await rename(aside, folder)
  return { folder }
}

const away: DatabaseClient = {
  call: () => Promise.reject(new StoreError('the database is being opened again')) as never,
  stop: () => Promise.resolve(),
}
