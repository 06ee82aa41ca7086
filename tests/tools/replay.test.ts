import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import type { Event } from '../../core/event.ts'
import { named, type QueueId } from '../../core/names.ts'
import { recover } from '../../server/centre/recover.ts'
import { openFileJournal } from '../../server/journal/file-journal.ts'
import { Stage } from '../../testkit/calls/stage.ts'
import { replayStored } from '../../tools/replay/replay-stored.ts'
import { tellReplay } from '../../tools/replay/replay-words.ts'
import { anna, running } from '../server/centre/running.ts'

const log = pino({ level: 'silent' })
const journalOf = (events: readonly Event[]) => ({ read: () => events })

async function all(stream: AsyncIterable<Event>): Promise<Event[]> {
  const events: Event[] = []
  for await (const event of stream) events.push(event)
  return events
}

function newDir(t: Test): string {
  const dir = mkdtempSync(join(tmpdir(), 'replay-'))
  t.teardown(() => rmSync(dir, { recursive: true }))
  return dir
}

/** A morning with an agent who misses a call and one who serves it, a reboot of voice, and a transfer. */
function morning(): Stage {
  const stage = new Stage()
  stage.agent('1001').ignores().isReady()
  const bert = stage.agent('1002').answersAfter(3).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(20)
  const contact = stage.contactOf(caller)
  bert.asks({ ask: 'transfer', contact, to: { queue: named('billing') } })
  stage.passes(30)
  stage.restartsVoice()
  stage.caller('13900139000').waitsForSales().hangsUp()
  stage.passes(60)
  return stage
}

t.test('a journal replays without a divergence, and orders what was ordered', async (t) => {
  const stage = morning()
  const file = join(newDir(t), 'effects.jsonl')
  const report = await replayStored(journalOf(stage.events), file)
  t.match(report, { events: stage.events.length, divergences: 0, first: undefined, missing: 0 })
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const effects = lines.map(
    (line) => JSON.parse(line) as { seq: number; n: number; effect: object },
  )
  t.same(
    effects.map(({ n, effect }) => ({ n, effect })),
    stage.orders,
  )
})

t.test('two replays of one journal order the same, byte for byte', async (t) => {
  const { events } = morning()
  const files = ['one', 'two'].map((name) => join(newDir(t), name))
  for (const file of files) await replayStored(journalOf(events), file)
  const [one, two] = files.map((file) => readFileSync(file))
  t.ok(one && two?.equals(one))
  t.match(one?.toString().split('\n')[0], /^\{"seq":\d+,"n":1,"effect":\{"do":/)
})

t.test('one altered conclusion is the first divergence, with its input and field', async (t) => {
  const { events } = morning()
  const conclusions = events.filter(({ cause }) => cause !== undefined)
  const property = fc.asyncProperty(fc.constantFrom(...conclusions), async ({ seq, cause, at }) => {
    const forged = events.map((event) => (event.seq === seq ? { ...event, at: at + 1 } : event))
    const { first, divergences } = await replayStored(journalOf(forged))
    t.match(first, { seq, input: { seq: cause }, journalled: { at: at + 1 }, concluded: { at } })
    t.equal(divergences, 1)
  })
  await fc.assert(property, { numRuns: 25 })
})

t.test('a divergence is told side by side in both languages', async (t) => {
  const { events } = morning()
  const forged = events.map((event) =>
    event.type === 'contact.queued' ? { ...event, queue: named<QueueId>('support') } : event,
  )
  const report = await replayStored(journalOf(forged))
  const en = tellReplay(report, 'here', 'en')
  t.match(en, /Divergence at event \d+, after input \d+:\n {2}.* presses 1\n {2}\{"seq":\d+/)
  t.match(en, 'Fields that differ: queue\n')
  t.match(en, /^≠ queue +"support" +"sales"$/m)
  t.match(en, /^journal: waits in support\ntoday: waits in sales$/m)
  t.match(en, /\d+ events: \d+ inputs and \d+ conclusions\. Inputs with a divergence: \d/)
  t.match(en, /\d+ turns per second/)
  const zh = tellReplay(report, 'here', 'zh')
  t.match(zh, '不同的字段：queue\n')
  t.match(zh, /^日志: 在 support 排队\n现在: 在 sales 排队$/m)
})

/** Without the event `gone`; all later places move up. */
function without(events: readonly Event[], gone: Event): Event[] {
  const moved = (seq: number) => (seq > gone.seq ? seq - 1 : seq)
  return events
    .filter((event) => event !== gone)
    .map((event) => ({
      ...event,
      seq: moved(event.seq),
      ...(event.cause !== undefined && { cause: moved(event.cause) }),
    }))
}

t.test('a conclusion that only one side has is told as such', async (t) => {
  const { events } = morning()
  const last = events.findLast(
    ({ cause, seq }) => cause !== undefined && events[seq]?.cause === undefined && events[seq],
  )
  if (!last) throw new Error('no turn ends before the last')
  const unsaid = await replayStored(journalOf(without(events, last)))
  t.match(unsaid.first, { seq: last.seq, concluded: last, journalled: undefined })
  t.match(tellReplay(unsaid, '', 'en'), 'Today’s code has it, the journal has not.')

  const end = events.at(-1)
  if (!end) throw new Error('no events')
  const extra = { ...last, seq: end.seq + 1, cause: end.cause ?? end.seq }
  const report = await replayStored(journalOf([...events, extra]))
  t.match(report.first, { seq: extra.seq, journalled: extra, concluded: undefined })
  t.match(tellReplay(report, '', 'zh'), '日志中有此推论')
})

t.test('an input on which today’s code fails is a divergence, and the rest goes on', async (t) => {
  const { events, now } = morning()
  const poison = { type: 'agent.asked', agent: '1001', ask: null, at: now }
  const seq = events.length + 1
  const after = { type: 'centre.started', utcOffsetMinutes: 480, at: now, seq: seq + 1 }
  const file = join(newDir(t), 'effects')
  const report = await replayStored(
    journalOf([...events, { ...poison, seq } as never, after as never]),
    file,
  )
  t.match(report, { events: events.length + 2, divergences: 1, first: { seq, error: Error } })
  t.match(tellReplay(report, '', 'en'), 'Today’s code fails on this input: ')
  const clean = `${file}-clean`
  await replayStored(journalOf([...events, { ...after, seq } as never]), clean)
  t.equal(readFileSync(file, 'utf8'), readFileSync(clean, 'utf8'), 'no order is written twice')
})

t.test('a journal that ends within a turn is not a divergence', async (t) => {
  const { events } = morning()
  const cut = events.findLastIndex(({ cause }) => cause !== undefined)
  const report = await replayStored(journalOf(events.slice(0, cut)))
  t.match(report, { divergences: 0 })
  t.ok(report.missing > 0)
})

t.test('after a divergence in the last turn the stream goes on at its true place', async (t) => {
  const { events } = morning()
  const turn = events.findLast(
    ({ seq }) => events[seq]?.cause === seq && events[seq + 1]?.cause === seq,
  )
  const kept = events.slice(0, turn ? turn.seq + 1 : 0)
  const journal = openFileJournal({ dir: newDir(t), log })
  journal.append(
    kept.map((event, index) => (index === kept.length - 1 ? { ...event, at: 1 } : event)),
  )
  const { centre, missing, divergences } = await recover(journal, () => undefined, log)
  t.same([centre.world.seq, missing, divergences], [journal.lastSeq, [], 1])
  await journal.close()
})

t.test('the command replays what a real centre wrote, a skipped input among it', async (t) => {
  const stage = await running(t)
  await stage.queues('a1')
  await t.rejects(stage.centre.put({ type: 'agent.asked', agent: anna, ask: null } as never))
  await stage.isReady(anna)
  await stage.until(() => stage.orders('ring').length === 1)
  await stage.centre.stop()
  await stage.start()
  const entry = fileURLToPath(new URL('../../tools/replay.ts', import.meta.url))
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', entry, ...args], {
      env: { ...process.env, DATA_DIR: stage.dir },
      encoding: 'utf8',
    })
  const file = join(stage.dir, 'effects.jsonl')
  t.match(run('--effects', file), { status: 0, stdout: 'It concludes the same, event by event.' })
  t.match(readFileSync(file, 'utf8'), '"do":"ring"')
  const journalled = await all(stage.centre.readJournal(0))
  t.ok(journalled.some(({ type }) => type === 'centre.skipped'))

  const dir = newDir(t)
  const forged = openFileJournal({ dir, log })
  forged.append(
    journalled.map((event) => (event.type === 'contact.offered' ? { ...event, at: 7 } : event)),
  )
  await forged.close()
  t.match(run(dir, '--lang', 'zh'), { status: 1, stdout: '不同的字段：at' })
})
