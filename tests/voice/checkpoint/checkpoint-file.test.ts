import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type LegId, named, type VoiceId } from '../../../core/names.ts'
import type { CheckpointEntry } from '../../../voice/checkpoint/checkpoint-entry.ts'
import { openCheckpoint } from '../../../voice/checkpoint/checkpoint-file.ts'
import { storedState } from '../../../voice/checkpoint/voice-state.ts'

const voice = named<VoiceId>('v1')
const arrived = (n: number): CheckpointEntry => {
  const leg = named<LegId>(`v1.${n}`)
  const fact = { type: 'leg.arrived', leg, number: '95000', from: '138', via: 'sip' } as const
  return { entry: 'fact', n, at: n, fact }
}

function newDir(t: Test): string {
  const dir = mkdtempSync(join(tmpdir(), 'callwright-entries-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Entries of a process that was killed behind the last of them. */
function writeCheckpoint(t: Test, entries: readonly CheckpointEntry[]) {
  const dataDir = newDir(t)
  const book = openCheckpoint(dataDir, () => undefined)
  for (const entry of entries) book.put(entry)
  book.flush()
  return { dataDir, path: join(dataDir, 'voice', 'checkpoint.jsonl') }
}

const readAgain = (dataDir: string) => openCheckpoint(dataDir, () => undefined).previous

t.test('the next process reads what the previous one has noted', async (t) => {
  const { dataDir, path } = writeCheckpoint(t, [
    { entry: 'session', voice },
    arrived(1),
    arrived(2),
  ])
  const previous = readAgain(dataDir)
  t.equal(previous.voice, voice)
  t.same([...previous.legs.keys()], ['v1.1', 'v1.2'])
  t.equal(statSync(path).mode & 0o777, 0o600, 'keys of calls are nobody else’s')
})

t.test('a last line that is torn at any place costs that line only', async (t) => {
  const { dataDir, path } = writeCheckpoint(t, [
    { entry: 'session', voice },
    arrived(1),
    arrived(2),
  ])
  const whole = readFileSync(path)
  const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1
  for (let length = lastLine; length < whole.length; length += 1) {
    writeFileSync(path, whole)
    truncateSync(path, length)
    t.same([...readAgain(dataDir).legs.keys()], ['v1.1'], `torn at byte ${length}`)
  }
})

t.test('a file that has grown long is made anew, and says the same', async (t) => {
  const count = 18_000
  const dataDir = newDir(t)
  const book = openCheckpoint(dataDir, () => undefined)
  book.put({ entry: 'session', voice })
  let written = 0
  for (let n = 1; n <= count; n += 1) {
    book.put(arrived(n))
    const leg = named<LegId>(`v1.${n}`)
    const ended: CheckpointEntry = {
      entry: 'fact',
      n,
      at: n,
      fact: { type: 'leg.ended', leg, reason: 'hung-up' },
    }
    const entries: CheckpointEntry[] = n < count ? [ended, { entry: 'acknowledged', n }] : []
    for (const entry of entries) book.put(entry)
    written += JSON.stringify([arrived(n), ...entries]).length
    if (n % 100 === 0) book.flush()
  }
  const { size } = statSync(join(dataDir, 'voice', 'checkpoint.jsonl'))
  t.ok(written > 4_000_000, 'it was long')
  t.ok(size < 4_000_000, 'what is past takes no room')
  const previous = readAgain(dataDir)
  t.same([...previous.legs.keys()], [`v1.${count}`])
  t.equal(previous.lastFact, count)
  t.same(storedState(readAgain(dataDir)), storedState(previous), 'and once more')
})

t.test('entries of before the machine was started are void', async (t) => {
  const { dataDir, path } = writeCheckpoint(t, [{ entry: 'session', voice }, arrived(1)])
  const [, ...lines] = readFileSync(path, 'utf8').split('\n')
  writeFileSync(path, ['another boot', ...lines].join('\n'))
  t.equal(readAgain(dataDir).voice, undefined)
})

t.test('entries that cannot be read are told and void', async (t) => {
  const { dataDir, path } = writeCheckpoint(t, [{ entry: 'session', voice }])
  appendFileSync(path, 'no entry\n')
  const said: string[] = []
  const book = openCheckpoint(dataDir, (_fields, message) => void said.push(message))
  t.equal(book.previous.voice, undefined)
  t.same(said, ['the checkpoint of the previous process cannot be read'])
})

t.test('a tidy end leaves nothing to resume', async (t) => {
  const dataDir = newDir(t)
  const book = openCheckpoint(dataDir, () => undefined)
  book.put({ entry: 'session', voice })
  book.flush()
  book.discard()
  t.equal(readAgain(dataDir).voice, undefined)
})
