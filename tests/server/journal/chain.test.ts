import { createHash } from 'node:crypto'
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import t from 'tap'
import type { Event } from '../../../core/event.ts'
import { openFileJournal } from '../../../server/journal/file-journal.ts'
import { listSegments } from '../../../server/journal/segments.ts'
import { all, events, makeJournal, newDir, unchained } from './made-journal.ts'

const log = pino({ level: 'silent' })
const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')

/** The published rule, without a line of ours. */
function chainByTheBook(dir: string): { hash: string; text: string }[] {
  let previous = sha256(readFileSync(join(dir, 'name'), 'utf8').trim())
  return listSegments(dir)
    .flatMap(({ file }) => readFileSync(file, 'utf8').trim().split('\n'))
    .map((line) => {
      const [, start = '', hash = ''] = /^(.*),"hash":"([0-9a-f]{64})"\}$/.exec(line) ?? []
      previous = sha256(`${previous}${start}}`)
      if (hash !== previous) throw new Error(`not by the book: ${line}`)
      return { hash, text: `${start}}` }
    })
}

t.test('another program can follow the chain from its description', async (t) => {
  const dir = newDir(t)
  const head = await makeJournal(dir, 20)
  const journal = openFileJournal({ dir, log })
  const [strange] = events(21, 21)
  journal.append([{ ...strange, type: 'agent.loggedOn', agent: '安娜 � \ud800' } as Event])
  const chain = chainByTheBook(dir)
  t.equal(chain[19]?.hash, head)
  t.equal(chain[20]?.hash, journal.head)
  t.match(chain[20]?.text, '{"seq":21,')
  await journal.close()
})

t.test('the hash is no part of the event that is read', async (t) => {
  const dir = newDir(t)
  await makeJournal(dir, 5)
  const journal = openFileJournal({ dir, log })
  t.same(await all(journal), events(1, 5))
  await journal.close()
})

t.test('two journals of the same events have nothing in common', async (t) => {
  t.not(await makeJournal(newDir(t), 3), await makeJournal(newDir(t), 3))
})

t.test('after a reopening, a torn end or an empty segment the chain goes on', async (t) => {
  const dir = newDir(t)
  await makeJournal(dir, 9)
  const last = listSegments(dir).at(-1)?.file ?? ''
  appendFileSync(last, '{"seq":10,"at":10')
  const journal = openFileJournal({ dir, log })
  journal.append(events(10, 10))
  await journal.close()
  writeFileSync(join(dir, '000000000011.jsonl'), '')
  const again = openFileJournal({ dir, log })
  t.same([again.lastSeq, again.head], [10, journal.head])
  again.append(events(11, 12))
  t.equal(chainByTheBook(dir).length, 12)
  await again.close()
})

t.test('a journal from before the chain is read on, and its chain begins there', async (t) => {
  const dir = newDir(t)
  await makeJournal(dir, 4, 1e6)
  const file = join(dir, '000000000001.jsonl')
  writeFileSync(file, unchained(readFileSync(file, 'utf8')))
  const journal = openFileJournal({ dir, log })
  t.same([journal.lastSeq, journal.head], [4, undefined])
  await journal.saveSnapshot({ seq: 4, state: 'four' })
  t.same(await journal.loadSnapshot(), { seq: 4, state: 'four' })
  journal.append(events(5, 6))
  t.same(await all(journal), events(1, 6))
  t.same(await journal.loadSnapshot(), { seq: 4, state: 'four' })
  const name = readFileSync(join(dir, 'name'), 'utf8').trim()
  const fifth = readFileSync(file, 'utf8').split('\n')[4] ?? ''
  t.match(fifth, sha256(sha256(name) + unchained(fifth)))
  await journal.close()
})

t.test('a snapshot of another history is not used once the stream has its length', async (t) => {
  const dir = newDir(t)
  await makeJournal(dir, 6, 1e6)
  const first = openFileJournal({ dir, log })
  await first.saveSnapshot({ seq: 2, state: 'two' })
  await first.saveSnapshot({ seq: 6, state: 'six' })
  await first.close()
  const file = join(dir, '000000000001.jsonl')
  const lines = readFileSync(file, 'utf8').split('\n')
  truncateSync(file, lines.slice(0, 3).join('\n').length + 1)
  const second = openFileJournal({ dir, log })
  second.append(events(4, 8).map((event) => ({ ...event, at: 7000 })))
  t.same(await second.loadSnapshot(), { seq: 2, state: 'two' })
  await second.close()
})
