import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as tick, setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import t from 'tap'
import type { VoiceEffect } from '../../../core/effect.ts'
import type { VoiceFact } from '../../../core/event.ts'
import { type LegId, named, type VoiceId } from '../../../core/names.ts'
import { type CentreEnd, startCentreEnd } from '../../../server/link/centre-end.ts'
import type { NumberedEffect } from '../../../server/link/frames.ts'
import { startVoiceEnd, type VoiceEnd } from '../../../server/link/voice-end.ts'
import { createCuttable } from './cuttable.ts'

const folder = mkdtempSync(join(tmpdir(), 'callwright-link-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
let paths = 0
const freePath = (): string => join(folder, `${(paths += 1)}.sock`)
const log = (): void => undefined

const digit = (leg: number): VoiceFact => ({
  type: 'leg.digit',
  leg: named<LegId>(`l${leg}`),
  digit: '5',
})
const order = (n: number): NumberedEffect => ({
  n,
  effect: { do: 'answer', leg: named<LegId>(`l${n}`) },
})
const until = async (isTrue: () => boolean): Promise<void> => {
  for (let waited = 0; waited < 5000; waited += 5) {
    if (isTrue()) return
    await sleep(5)
  }
  throw new Error('waited for 5 s')
}

/** A voice that notes down what it is told to do. */
async function createTestVoice(socketPath: string, prefix = 'v') {
  const done: VoiceEffect[] = []
  let lives = 0
  let renewals = 0
  const end: VoiceEnd = await startVoiceEnd({
    socketPath,
    newVoiceId: () => named<VoiceId>(`${prefix}${(lives += 1)}`),
    onEffect: (effect) => void done.push(effect),
    onNewSession: () => {
      renewals += 1
      return [digit(1000 + renewals)]
    },
    legCount: () => 3,
    now: () => Date.now(),
    log,
  })
  return { ...end, done, renewals: () => renewals }
}

type Entry = { id: VoiceId; n: number; fact: VoiceFact }

/** A centre whose journal outlives its crashes. Facts are journalled some while after they are heard. */
function createTestCentre(socketPath: string, journalName = 'one') {
  const journal: Entry[] = []
  const effects: NumberedEffect[] = []
  const joins: VoiceId[] = []
  let voice: VoiceId | undefined
  let heard: Entry[] = []
  let end: CentreEnd
  const start = (): void => {
    heard = []
    const lastFact = journal.filter(({ id }) => id === voice).length
    end = startCentreEnd({
      socketPath,
      journal: journalName,
      ...(voice && { voice }),
      lastFact,
      unacked: effects,
      onJoin: (id) => {
        joins.push((voice = id))
        return effects.at(-1)?.n ?? 0
      },
      onFact: ({ id, n, fact }) => void heard.push({ id, n, fact }),
      log,
    })
  }
  start()
  return {
    journal,
    effects,
    joins,
    write: () => {
      journal.push(...heard.splice(0))
      const last = journal.at(-1)
      if (last) end.ackFacts(last)
    },
    order: () => {
      const next = order(effects.length + 1)
      effects.push(next)
      end.send(next)
    },
    crash: () => {
      end.stop()
      start()
    },
    isJoined: () => end.isJoined(),
    stop: () => end.stop(),
  }
}

t.test('whatever breaks, each fact and each order passes once and in order', async (t) => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.constant('fact' as const) },
    { weight: 4, arbitrary: fc.constant('order' as const) },
    { weight: 3, arbitrary: fc.constant('write' as const) },
    { weight: 3, arbitrary: fc.constant('wait' as const) },
    { weight: 1, arbitrary: fc.constant('crash' as const) },
    { weight: 1, arbitrary: fc.constant('cut' as const) },
    { weight: 1, arbitrary: fc.nat(600) },
  )
  const property = fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
    const path = freePath()
    const voice = await createTestVoice(path)
    const wire = await createCuttable(path, freePath())
    const centre = createTestCentre(wire.path)
    const sent: VoiceFact[] = []
    await until(centre.isJoined)
    for (const step of steps) {
      if (step === 'fact') {
        sent.push(digit(sent.length))
        voice.send(digit(sent.length - 1), 7)
      } else if (step === 'order') centre.order()
      else if (step === 'write') centre.write()
      else if (step === 'crash') centre.crash()
      else if (step === 'cut') wire.cut()
      else if (step === 'wait') await sleep(1)
      else wire.cutAfter(step)
      await tick()
    }
    wire.cutAfter(Infinity)
    await until(() => {
      centre.write()
      return centre.journal.length >= sent.length && voice.done.length >= centre.effects.length
    })
    await until(() => voice.waiting() === 0)
    centre.stop()
    await wire.stop()
    await voice.stop()
    t.same(
      centre.journal.map(({ fact }) => fact),
      sent,
    )
    t.same(
      voice.done,
      centre.effects.map(({ effect }) => effect),
    )
    t.equal(centre.joins.length, 1)
  })
  await fc.assert(property, { numRuns: 40 })
})

t.test('facts that nobody has journalled outlive a centre that heard them', async (t) => {
  const path = freePath()
  const voice = await createTestVoice(path)
  const centre = createTestCentre(path)
  voice.send(digit(0), 1)
  await until(centre.isJoined)
  await sleep(20)
  t.equal(voice.waiting(), 1)
  centre.crash()
  await until(() => {
    centre.write()
    return centre.journal.length === 1
  })
  await until(() => voice.waiting() === 0)
  centre.stop()
  await voice.stop()
})

t.test('a new session of voice is announced, and spared the orders for dead legs', async (t) => {
  const path = freePath()
  const first = await createTestVoice(path, 'first')
  const centre = createTestCentre(path)
  await until(centre.isJoined)
  await first.stop()
  centre.order()
  centre.order()
  const second = await createTestVoice(path, 'second')
  second.send(digit(9), 1)
  await until(() => centre.joins.length === 2)
  centre.order()
  await until(() => second.done.length > 0)
  t.same(centre.joins, ['first1', 'second1'])
  t.same(second.done, [order(3).effect])
  centre.write()
  t.same(centre.journal, [{ id: 'second1', n: 1, fact: digit(9) }])
  await until(() => second.waiting() === 0)
  centre.stop()
  await second.stop()
})

t.test('another journal begins a new session that tells what is still true', async (t) => {
  const path = freePath()
  const voice = await createTestVoice(path)
  const one = createTestCentre(path, 'one')
  await until(one.isJoined)
  one.order()
  await until(() => voice.done.length === 1)
  one.stop()
  voice.send(digit(1), 1)
  const other = createTestCentre(path, 'other')
  await until(other.isJoined)
  other.order()
  await until(() => voice.done.length === 2)
  other.write()
  t.equal(voice.renewals(), 1)
  t.equal(voice.voice(), 'v2')
  t.same(other.joins, ['v2'])
  t.same(other.journal, [{ id: 'v2', n: 1, fact: digit(1001) }])
  other.stop()
  await voice.stop()
})

t.test('a centre that lost facts which voice forgot meets a new session', async (t) => {
  const path = freePath()
  const voice = await createTestVoice(path)
  const centre = createTestCentre(path)
  await until(centre.isJoined)
  voice.send(digit(1), 1)
  await until(() => {
    centre.write()
    return voice.waiting() === 0 && centre.journal.length === 1
  })
  centre.journal.length = 0
  centre.crash()
  await until(() => centre.joins.length === 2)
  t.same(centre.joins, ['v1', 'v2'])
  centre.stop()
  await voice.stop()
})

t.test('voice lives on when a line is no frame, is endless, or comes before hello', async (t) => {
  const path = freePath()
  const voice = await createTestVoice(path)
  for (const text of ['nonsense\n', '{"type":"effect"}\n', '{"type":"ack","n":1}\n', 'x']) {
    const socket = createConnection(path)
    socket.on('error', () => undefined)
    const closed = new Promise((resolve) => socket.on('close', resolve))
    socket.write(text === 'x' ? 'x'.repeat(1_048_577) : text)
    await closed
    t.pass(text.trim())
  }
  const centre = createTestCentre(path)
  await until(centre.isJoined)
  t.equal(voice.awayMs(), 0)
  centre.stop()
  await until(() => voice.awayMs() > 0)
  await voice.stop()
})

t.test('the newest centre wins', async (t) => {
  const path = freePath()
  const voice = await createTestVoice(path)
  const older = createConnection(path)
  older.write('{"type":"hello","journal":"one","lastFact":0}\n')
  await new Promise((resolve) => older.once('data', resolve))
  const closed = new Promise((resolve) => older.on('close', resolve))
  const centre = createTestCentre(path)
  await closed
  await until(centre.isJoined)
  voice.send(digit(1), 1)
  await until(() => {
    centre.write()
    return centre.journal.length === 1
  })
  t.equal(voice.done.length, 0)
  centre.stop()
  await voice.stop()
})
