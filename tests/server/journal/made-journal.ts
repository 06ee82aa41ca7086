import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Test } from 'tap'
import type { Event } from '../../../core/event.ts'
import { openFileJournal } from '../../../server/journal/file-journal.ts'
import type { Journal } from '../../../server/journal/journal.ts'

const log = pino({ level: 'silent' })

/** Events that differ in nothing but their place. */
export const events = (from: number, to: number): Event[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    seq: from + index,
    at: 1000 + from + index,
    type: 'centre.started',
    utcOffsetMinutes: 480,
  }))

export async function all(journal: Pick<Journal, 'read'>, after = 0): Promise<Event[]> {
  const read: Event[] = []
  for await (const event of journal.read(after)) read.push(event)
  return read
}

export function newDir(t: Test): string {
  const dir = mkdtempSync(join(tmpdir(), 'journal-'))
  t.teardown(() => rmSync(dir, { recursive: true }))
  return dir
}

/** A journal of `count` events in segments of a few lines, closed. Gives its head. */
export async function makeJournal(
  dir: string,
  count: number,
  segmentBytes = 700,
): Promise<string | undefined> {
  const journal = openFileJournal({ dir, log, segmentBytes })
  for (const event of events(1, count)) journal.append([event])
  await journal.close()
  return journal.head
}

/** Takes the hashes out of a file, as if it had been written before there was a chain. */
export const unchained = (text: string): string =>
  text.replaceAll(/,"hash":"[0-9a-f]{64}"\}$/gm, '}')
