import { pino } from 'pino'
import t from 'tap'
import { openJournalReader } from '../../../server/journal/journal-reader.ts'
import { openRedisJournal } from '../../../server/journal/redis-journal.ts'
import { connectRedis, streamKey } from '../../../server/journal/redis-stream.ts'
import { verifyJournal } from '../../../tools/verify/verify-journal.ts'
import { all, events } from './made-journal.ts'
import { missingRedis, startRedis } from './redis-server.ts'

const log = pino({ level: 'silent' })
const options = { skip: missingRedis }

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

t.test('a stream in Redis is proven, and what was done to it is found', options, async (t) => {
  const { url } = await startRedis(t)
  const verify = async (noted?: string) => {
    const stored = await openJournalReader(undefined, () => ({ dataDir: '', redisUrl: url }))
    const verdict = await verifyJournal(stored, noted)
    await stored.close()
    return verdict
  }
  const journal = await openRedisJournal(url, log)
  await journal.append(events(1, 1500))
  const { head } = journal
  t.same(await verify(), { lastSeq: 1500, unchained: 0, head, from: 1001, to: 2500 })
  t.match(await verify(head), { notedSeq: 1500, fault: undefined })

  const client = await connectRedis(url, () => undefined)
  const found = (await client.xRange(streamKey, '-', '+')) ?? []
  const rewrite = async (change: (entries: typeof found) => typeof found) => {
    await client.del(streamKey)
    const transaction = client.multi()
    for (const { id, message } of change(found)) transaction.xAdd(streamKey, id, message)
    await transaction.exec()
  }
  await rewrite((entries) => entries.toSpliced(7, 1))
  t.match((await verify()).fault, { kind: 'missing', seq: 8, place: 'callwright:journal 9-0' })
  await rewrite((entries) => entries.slice(0, 20))
  t.match((await verify(head)).fault, { kind: 'other-head', seq: 21 })
  await rewrite((entries) =>
    entries.map(({ id, message: { event = '', hash = '' } }) => ({
      id,
      message: { event: id === '9-0' ? event.replace('480', '481') : event, hash },
    })),
  )
  t.match((await verify()).fault, { kind: 'altered', seq: 9 })
  await client.close()
  await journal.close()
})

t.test('a stream in Redis from before the chain is read on', options, async (t) => {
  const { url } = await startRedis(t)
  const client = await connectRedis(url, () => undefined)
  for (const event of events(1, 3))
    await client.xAdd(streamKey, `${event.seq}-0`, { event: JSON.stringify(event) })
  await client.close()
  const journal = await openRedisJournal(url, log)
  await journal.saveSnapshot({ seq: 3, state: 'three' })
  await journal.append(events(4, 5))
  t.same(await all(journal), events(1, 5))
  t.same(await journal.loadSnapshot(), { seq: 3, state: 'three' })
  const stored = await openJournalReader(undefined, () => ({ dataDir: '', redisUrl: url }))
  t.match(await verifyJournal(stored), { lastSeq: 5, unchained: 3, head: journal.head })
  await stored.close()
  await journal.close()
})
