import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import t, { type Test } from 'tap'
import { named } from '../../../core/names.ts'
import { startStore, type Store } from '../../../server/store/store.ts'
import { freePort } from '../../../testkit/free-port.ts'
import {
  anna,
  bert,
  handledCall,
  journalOf,
  recorded,
  soundOf,
  stamp,
  wrappedUp,
} from './histories.ts'
import { placeDatabase } from './made-database.ts'
import { missingPostgres, startPostgres } from './postgres-server.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'callwright-store-'))
t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
t.setTimeout(120_000)

/** Waits until the records know of this event. */
async function toldUpTo(store: Store, seq: number): Promise<void> {
  for (let tries = 0; tries < 250 && (await store.cursor()) < seq; tries++) await pause(20)
}

/** The thread that was opened last. */
let database: Worker | undefined
process.on('worker', (worker: Worker) => (database = worker))

t.test('records follow the journal', { timeout: 60_000 }, async (t) => {
  await placeDatabase(dataDir)
  await followTheJournal(t)
})

t.test(
  'records in a PostgreSQL server follow the journal too',
  { skip: missingPostgres, timeout: 60_000 },
  async (t) => followTheJournal(t, (await startPostgres(t)).url),
)

/** The same story for both databases: PGlite in `dataDir`, or the server at `databaseUrl`. */
async function followTheJournal(t: Test, databaseUrl?: string) {
  const journal = stamp(handledCall('c1'))
  const open = () => startStore({ dataDir, databaseUrl, readJournal: journalOf(journal) })
  let store = await open()
  t.teardown(() => store.stop())
  await toldUpTo(store, 14)

  t.test('what was journalled before the start is told', async (t) => {
    t.match(await store.contacts({ limit: 10 }), [
      {
        id: 'c1',
        agent: anna,
        waitMs: 20_000,
        talkMs: 25_000,
        recordings: [{ id: 'c1', seconds: 35, bytes: 1_120_044, format: 'wav', encrypted: false }],
      },
    ])
  })

  t.test('what is journalled later is told as it comes', async (t) => {
    const more = stamp(handledCall('c2', '13900139000'), 14)
    journal.push(...more)
    store.record(more)
    await toldUpTo(store, 28)
    t.match(await store.contacts({ limit: 10 }), [{ id: 'c2' }, { id: 'c1' }])
  })

  t.test('events that come again change nothing', async (t) => {
    store.record(journal)
    await pause(200)
    t.equal(await store.cursor(), 28)
    t.equal((await store.contacts({ limit: 10 })).length, 2)
  })

  t.test('events that were never handed over are read from the journal', async (t) => {
    journal.push(...stamp(handledCall('c3'), 28))
    store.record(journal.slice(-1))
    await toldUpTo(store, 42)
    t.match(await store.contact('c3'), { talkMs: 25_000 })
  })

  t.test(
    'a contact that is open at the stop is told to its end after the next start',
    async (t) => {
      const script = handledCall('c4')
      const begun = stamp(script.slice(0, 8), 42)
      journal.push(...begun)
      store.record(begun)
      await store.stop()
      store = await open()
      t.equal(await store.cursor(), 50)
      t.equal(await store.contact('c4'), undefined, 'an open contact has no record yet')
      const rest = stamp(script.slice(8), 50)
      journal.push(...rest)
      store.record(rest)
      await toldUpTo(store, 56)
      t.match(await store.contact('c4'), { talkMs: 25_000, disposition: 'sold' })
    },
  )

  t.test('wrap-up and recording that come after the end are in the record', async (t) => {
    const late = [...handledCall('c5').slice(0, 12)]
    const ended = stamp(late, 56)
    journal.push(...ended)
    store.record(ended)
    await toldUpTo(store, 68)
    t.match(await store.contact('c5'), {
      wrapUpMs: 0,
      disposition: undefined,
      recordings: [],
    })
    const after = stamp([[99, recorded('c5')], [100, wrappedUp('c5')]], 68) // prettier-ignore
    journal.push(...after)
    store.record(after)
    await toldUpTo(store, 70)
    t.match(await store.contact('c5'), {
      wrapUpMs: 40_000,
      disposition: 'sold',
      recordings: [{ seconds: 35 }],
    })
  })

  t.test('text that PostgreSQL cannot hold does not stop the records', async (t) => {
    const odd = stamp(handledCall('c6', 'a\u0000b\ud800c'), 70)
    journal.push(...odd)
    store.record(odd)
    await toldUpTo(store, 84)
    t.match(await store.contact('c6'), { from: 'a\ufffdb\ufffdc' })
  })

  t.test('a list is narrowed by caller, agent, time and who asks', async (t) => {
    const ids = async (query: object) =>
      (await store.contacts({ limit: 100, ...query })).map((record) => record.id)
    t.same(await ids({ from: '13900139000' }), ['c2'])
    t.same(await ids({ agent: bert }), [], 'who was only rung did not talk')
    t.equal((await ids({ agent: anna })).length, 6)
    t.equal((await ids({ limit: 2 })).length, 2)
    t.same(await ids({ before: 0 }), [])
    t.same(await ids({ visibleTo: { agent: bert, callers: ['13900139000'] } }), ['c2'])
    t.same(await ids({ visibleTo: { agent: named('9999'), callers: [] } }), [])
  })

  t.test('the sound file is found by its contact', async (t) => {
    t.same(await store.recording('c1'), {
      file: 'recordings/2026-11-21/c1.wav',
      id: 'c1',
      bytes: 1_120_044,
      format: 'wav',
      encrypted: false,
    })
    t.equal(await store.recording('c1', 'c1.r2'), undefined)
    t.equal(await store.recording('c999'), undefined)
  })

  t.test('how each party was heard is in the record, whenever it is told', async (t) => {
    const before = stamp(soundOf('c8').slice(0, 4), 84)
    const after = stamp(soundOf('c8').slice(4), 88)
    journal.push(...before, ...after)
    store.record(before)
    await toldUpTo(store, 88)
    t.equal(await store.contact('c8'), undefined)
    store.record(after)
    await toldUpTo(store, 93)
    t.match(await store.contact('c8'), {
      legs: [
        { who: 'caller', codec: 'PCMA', grade: 'good', mos: 4.36 },
        { who: 'agent', agent: anna, codec: 'opus', grade: 'bad', lost: 400 },
      ],
      faults: [
        { at: 50_000, reason: 'rtp-flood' },
        { at: 61_000, reason: 'disk-full' },
      ],
    })
  })

  t.test(
    'when the thread of the database dies, it is opened again and misses nothing',
    async (t) => {
      await database?.terminate()
      const during = stamp(handledCall('c7'), 93)
      journal.push(...during)
      store.record(during)
      await t.rejects(store.contacts({ limit: 1 }), { name: 'StoreError' })
      for (let tries = 0; tries < 500; tries++) {
        if ((await store.cursor().catch(() => 0)) === 107) break
        await pause(20)
      }
      t.match(await store.contact('c7'), { talkMs: 25_000 })
    },
  )
}

t.test(
  'a PostgreSQL server that is away is waited for, and the records miss nothing',
  { skip: missingPostgres, timeout: 60_000 },
  async (t) => {
    const postgres = await startPostgres(t)
    const journal = stamp(handledCall('c1'))
    const readJournal = journalOf(journal)
    const store = await startStore({ dataDir, databaseUrl: postgres.url, readJournal })
    t.teardown(() => store.stop())
    await toldUpTo(store, 14)
    await postgres.stop()
    const during = stamp(handledCall('c2'), 14)
    journal.push(...during)
    store.record(during)
    await t.rejects(store.contacts({ limit: 1 }), { name: 'StoreError' })
    await postgres.start()
    for (let tries = 0; tries < 500 && (await store.cursor().catch(() => 0)) < 28; tries++)
      await pause(20)
    t.match(await store.contact('c2'), { talkMs: 25_000 })
    t.equal((await store.contacts({ limit: 10 })).length, 2)
  },
)

t.test('a server that is not there is said at the start', async (t) => {
  const databaseUrl = `postgres://callwright@127.0.0.1:${await freePort()}/postgres`
  const opening = startStore({ dataDir, databaseUrl, readJournal: journalOf([]) })
  await t.rejects(opening, { name: 'StoreError', message: /^the database does not open: / })
})

t.test('a folder that holds no database is refused with what is wrong', async (t) => {
  const folder = join(dataDir, 'spoilt')
  mkdirSync(folder)
  writeFileSync(join(folder, 'db'), 'not a folder')
  const opening = startStore({ dataDir: folder, readJournal: journalOf([]) })
  await t.rejects(opening, { name: 'StoreError', message: /^the database does not open: .*spoilt/ })
})
