import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { pino } from 'pino'
import t from 'tap'
import { openFileJournal } from '../../../server/journal/file-journal.ts'
import { listSegments } from '../../../server/journal/segments.ts'
import { all, events, newDir } from './made-journal.ts'

const log = pino({ level: 'silent' })

t.test(
  'what was appended is read back in order after a reopening, under the same name',
  async (t) => {
    const dir = newDir(t)
    const first = openFileJournal({ dir, log })
    first.append(events(1, 3))
    first.append(events(4, 4))
    await first.close()
    const second = openFileJournal({ dir, log })
    t.equal(second.name, first.name)
    t.equal(second.lastSeq, 4)
    t.same(await all(second), events(1, 4))
    t.same(await all(second, 2), events(3, 4))
    t.same(await all(second, 4), [])
    await second.close()
  },
)

t.test('events are in the file when append returns, without a close', async (t) => {
  const dir = newDir(t)
  const journal = openFileJournal({ dir, log })
  journal.append(events(1, 2))
  t.equal(readFileSync(join(dir, '000000000001.jsonl'), 'utf8').split('\n').length, 3)
  await journal.close()
})

t.test('an event that does not follow the last is refused', async (t) => {
  const journal = openFileJournal({ dir: newDir(t), log })
  journal.append(events(1, 2))
  t.throws(() => journal.append(events(4, 4)), { name: 'JournalError' })
  t.throws(() => journal.append(events(2, 2)), { name: 'JournalError' })
  await journal.close()
})

for (const [kind, tail] of [
  ['half a line', '{"seq":4,"at":1004,"ty'],
  ['zeros after a loss of power', '\0'.repeat(5000)],
  ['lines that are not events', 'rubbish\n{"seq":"4"}\n\n'],
] as const)
  t.test(`${kind} at the end is cut, kept aside, and the stream goes on`, async (t) => {
    const dir = newDir(t)
    const first = openFileJournal({ dir, log })
    first.append(events(1, 3))
    await first.close()
    const file = join(dir, '000000000001.jsonl')
    appendFileSync(file, tail)
    const second = openFileJournal({ dir, log })
    t.equal(second.lastSeq, 3)
    second.append(events(4, 5))
    t.same(await all(second), events(1, 5))
    t.equal(readFileSync(`${file}.torn`, 'utf8'), tail)
    await second.close()
  })

t.test('a first segment of which nothing is whole is an empty stream', async (t) => {
  const dir = newDir(t)
  await openFileJournal({ dir, log }).close()
  writeFileSync(join(dir, '000000000001.jsonl'), '{"seq":1,"at"')
  const journal = openFileJournal({ dir, log })
  t.equal(journal.lastSeq, 0)
  journal.append(events(1, 1))
  t.same(await all(journal), events(1, 1))
  await journal.close()
})

t.test(
  'a full segment is followed by one named by its first event; reading crosses them',
  async (t) => {
    const dir = newDir(t)
    const journal = openFileJournal({ dir, log, segmentBytes: 500 })
    for (let seq = 1; seq <= 60; seq += 2) journal.append(events(seq, seq + 1))
    const segments = listSegments(dir)
    t.ok(segments.length > 5)
    t.same(await all(journal), events(1, 60))
    for (const { firstSeq } of segments) {
      t.same(await all(journal, firstSeq - 1), events(firstSeq, 60))
      t.same(await all(journal, firstSeq), events(firstSeq + 1, 60))
    }
    await journal.close()
    const reopened = openFileJournal({ dir, log, segmentBytes: 500 })
    t.equal(reopened.lastSeq, 60)
    await reopened.close()
  },
)

t.test('reading begins at any event, however long the lines are', async (t) => {
  const lengths = fc.array(fc.oneof(fc.nat(50), fc.nat(200_000)), { minLength: 1, maxLength: 30 })
  const property = fc.asyncProperty(lengths, fc.nat(), async (lengths, place) => {
    const written = lengths.map((length, index) => ({
      seq: index + 1,
      at: 7,
      type: 'centre.skipped' as const,
      error: 'x'.repeat(length),
      skipped: { type: 'centre.started' as const, utcOffsetMinutes: 0 },
    }))
    const journal = openFileJournal({ dir: newDir(t), log })
    journal.append(written)
    const after = place % (lengths.length + 1)
    t.same(await all(journal, after), written.slice(after))
    await journal.saveSnapshot({ seq: after, state: 'then' })
    t.same(await journal.loadSnapshot(), { seq: after, state: 'then' })
    await journal.close()
  })
  await fc.assert(property, { numRuns: 30 })
})

t.test('a hole or a broken line inside the stream is an error, not a silence', async (t) => {
  const dir = newDir(t)
  const journal = openFileJournal({ dir, log, segmentBytes: 500 })
  for (let seq = 1; seq <= 60; seq++) journal.append(events(seq, seq))
  const middle = listSegments(dir)[2]
  if (!middle) throw new Error('too few segments')
  const text = readFileSync(middle.file, 'utf8')
  writeFileSync(middle.file, text.replace('"centre', 'centre'))
  await t.rejects(all(journal), { name: 'JournalError' })
  rmSync(middle.file)
  await t.rejects(all(journal), { name: 'JournalError' })
  await journal.close()
})

t.test('the newest snapshot is loaded, two are kept', async (t) => {
  const dir = newDir(t)
  const journal = openFileJournal({ dir, log })
  t.equal(await journal.loadSnapshot(), undefined)
  journal.append(events(1, 9))
  for (const seq of [3, 6, 9]) await journal.saveSnapshot({ seq, state: { upTo: seq } })
  t.same(await journal.loadSnapshot(), { seq: 9, state: { upTo: 9 } })
  t.equal(readdirSync(dir).filter((name) => name.endsWith('.snapshot')).length, 2)
  await journal.close()
})

t.test(
  'an unreadable snapshot gives way to the older one, and then to the whole stream',
  async (t) => {
    const dir = newDir(t)
    const journal = openFileJournal({ dir, log })
    journal.append(events(1, 9))
    for (const seq of [6, 9]) await journal.saveSnapshot({ seq, state: { upTo: seq } })
    writeFileSync(join(dir, '000000000009.snapshot'), '{"seq":9,"sta')
    t.same(await journal.loadSnapshot(), { seq: 6, state: { upTo: 6 } })
    writeFileSync(join(dir, '000000000006.snapshot'), '')
    t.equal(await journal.loadSnapshot(), undefined)
    await journal.close()
  },
)

t.test('a snapshot that knows more than the stream kept is not used', async (t) => {
  const dir = newDir(t)
  const journal = openFileJournal({ dir, log })
  journal.append(events(1, 4))
  await journal.saveSnapshot({ seq: 4, state: 'four' })
  await journal.saveSnapshot({ seq: 7, state: 'seven' })
  t.same(await journal.loadSnapshot(), { seq: 4, state: 'four' })
  await journal.close()
})
