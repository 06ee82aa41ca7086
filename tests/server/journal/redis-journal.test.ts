import { pino } from 'pino'
import t from 'tap'
import type { Event } from '../../../core/event.ts'
import type { Journal } from '../../../server/journal/journal.ts'
import { openRedisJournal } from '../../../server/journal/redis-journal.ts'
import { missingRedis, startRedis } from './redis-server.ts'

const log = pino({ level: 'silent' })
const options = { skip: missingRedis }

const events = (from: number, to: number): Event[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    seq: from + index,
    at: 1000 + from + index,
    type: 'centre.started',
    utcOffsetMinutes: 480,
  }))
async function all(journal: Journal, after = 0): Promise<Event[]> {
  const read: Event[] = []
  for await (const event of journal.read(after)) read.push(event)
  return read
}

t.test('a stream in Redis is read back in order after a reopening', options, async (t) => {
  const { url } = await startRedis(t)
  const first = await openRedisJournal(url, log)
  await first.append(events(1, 3))
  await first.append(events(4, 2500))
  await first.close()
  const second = await openRedisJournal(url, log)
  t.equal(second.name, first.name)
  t.equal(second.lastSeq, 2500)
  t.same(await all(second), events(1, 2500))
  t.same(await all(second, 2498), events(2499, 2500))
  await second.close()
})

t.test('appends that do not wait for each other keep their order', options, async (t) => {
  const { url } = await startRedis(t)
  const journal = await openRedisJournal(url, log)
  const done: number[] = []
  const appends = Array.from({ length: 200 }, (_, index) =>
    (journal.append(events(index + 1, index + 1)) ?? Promise.resolve()).then(() =>
      done.push(index),
    ),
  )
  await Promise.all(appends)
  t.same(
    done,
    [...done].sort((one, other) => one - other),
  )
  t.same(await all(journal), events(1, 200))
  await journal.close()
})

t.test('an append during a restart of Redis is kept once it is back', options, async (t) => {
  const redis = await startRedis(t)
  const journal = await openRedisJournal(redis.url, log)
  await journal.append(events(1, 5))
  await redis.stop()
  const waiting = journal.append(events(6, 8))
  await redis.start()
  await waiting
  await journal.append(events(9, 9))
  t.same(await all(journal), events(1, 9))
  await journal.close()
})

t.test('two centres on one stream: the second writer is refused', options, async (t) => {
  const { url } = await startRedis(t)
  const one = await openRedisJournal(url, log)
  const other = await openRedisJournal(url, log)
  await one.append(events(1, 2))
  const foreign = events(1, 1).map((event) => ({ ...event, at: 7 }))
  await t.rejects(other.append(foreign) ?? Promise.resolve(), { name: 'JournalError' })
  t.same(await all(one), events(1, 2))
  await one.close()
  await t.rejects(other.close(), { name: 'JournalError' })
})

t.test('the newest snapshot in Redis is loaded', options, async (t) => {
  const { url } = await startRedis(t)
  const journal = await openRedisJournal(url, log)
  t.equal(await journal.loadSnapshot(), undefined)
  await journal.append(events(1, 9))
  for (const seq of [3, 6, 9, 12]) await journal.saveSnapshot({ seq, state: { upTo: seq } })
  t.same(await journal.loadSnapshot(), { seq: 9, state: { upTo: 9 } })
  await journal.close()
})
