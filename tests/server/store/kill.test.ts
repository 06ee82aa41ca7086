import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import {
  type ContactHistory,
  contactOf,
  projectContact,
} from '../../../server/store/contact-history.ts'
import { contactRecord } from '../../../server/store/contact-record.ts'
import type { RecordingRecord } from '../../../server/store/recordings.ts'
import { startStore } from '../../../server/store/store.ts'
import { endlessEvent } from './histories.ts'
import { placeDatabase } from './made-database.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'callwright-kill-'))
t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
const kills = 3

/** Lets a process project events, and kills it a moment after it got on; gives how far it said it was, first and last. */
async function tellAndDie(milliseconds: number): Promise<{ first: number; last: number }> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'projecting-child.mjs'), dataDir],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const exit = once(child, 'exit')
  const said: number[] = []
  for await (const line of createInterface(child.stdout)) {
    said.push(Number(line))
    if (said.length !== 5) continue
    await pause(milliseconds)
    child.kill('SIGKILL')
  }
  await exit
  return { first: said[0] ?? NaN, last: said.at(-1) ?? NaN }
}

const timeout = 60_000

t.test(
  'killed in the middle of writing, the store opens again with all it knew',
  { timeout },
  async (t) => {
    await placeDatabase(dataDir)
    let before = 0
    for (let kill = 1; kill <= kills; kill++) {
      const { first, last } = await tellAndDie(7 * kill)
      t.ok(first >= before && last > first, `kill ${kill}: from ${first} to ${last}`)
      before = last
    }

    const store = await startStore({ dataDir, readJournal: async function* () {} })
    t.teardown(() => store.stop())
    const cursor = await store.cursor()
    t.ok(cursor >= before)
    const told = await store.contacts({ limit: 1_000_000 })
    t.same(
      told,
      recordsUpTo(cursor).reverse(),
      'each record is what its events say, not more or less',
    )
    t.comment(`${told.length} records, ${cursor} events, ${kills} kills`)
  },
)

/** What the records must be when they know of the events up to `cursor`; oldest first. */
function recordsUpTo(cursor: number) {
  const stories = new Map<string, ContactHistory>()
  const recordings = new Map<string, RecordingRecord[]>()
  for (let seq = 1; seq <= cursor; seq++) {
    const event = endlessEvent(seq)
    const id = contactOf(event) ?? ''
    const story = projectContact(stories.get(id), event)
    if (story) stories.set(id, story)
    const { type } = event
    if (type === 'recording.ended') {
      const { at: endedAt, seconds, bytes } = event
      recordings.set(id, [{ id, endedAt, seconds, bytes, format: 'wav', encrypted: false }])
    }
  }
  return [...stories.values()].sort(byArrivalThenId).flatMap((story) => {
    return contactRecord(story, { recordings: recordings.get(story.id) ?? [] }) ?? []
  })
}

const byArrivalThenId = (one: ContactHistory, other: ContactHistory) =>
  one.arrivedAt - other.arrivedAt || (one.id < other.id ? -1 : 1)
