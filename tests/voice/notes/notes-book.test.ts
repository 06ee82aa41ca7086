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
import { openNotes } from '../../../voice/notes/notes-book.ts'
import type { Note } from '../../../voice/notes/note.ts'
import { noteOf } from '../../../voice/notes/standing.ts'

const voice = named<VoiceId>('v1')
const arrived = (n: number): Note => {
  const leg = named<LegId>(`v1.${n}`)
  const fact = { type: 'leg.arrived', leg, number: '95000', from: '138', via: 'sip' } as const
  return { note: 'fact', n, at: n, fact }
}

function newDir(t: Test): string {
  const dir = mkdtempSync(join(tmpdir(), 'callwright-notes-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Notes of a process that was killed behind the last of them. */
function writeNotes(t: Test, notes: readonly Note[]) {
  const dataDir = newDir(t)
  const book = openNotes(dataDir, () => undefined)
  for (const note of notes) book.put(note)
  book.settle()
  return { dataDir, path: join(dataDir, 'voice', 'notes.jsonl') }
}

const readAgain = (dataDir: string) => openNotes(dataDir, () => undefined).former

t.test('the next process reads what the former one has noted', async (t) => {
  const { dataDir, path } = writeNotes(t, [{ note: 'life', voice }, arrived(1), arrived(2)])
  const former = readAgain(dataDir)
  t.equal(former.voice, voice)
  t.same([...former.legs.keys()], ['v1.1', 'v1.2'])
  t.equal(statSync(path).mode & 0o777, 0o600, 'keys of calls are nobody else’s')
})

t.test('a last line that is torn at any place costs that line only', async (t) => {
  const { dataDir, path } = writeNotes(t, [{ note: 'life', voice }, arrived(1), arrived(2)])
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
  const book = openNotes(dataDir, () => undefined)
  book.put({ note: 'life', voice })
  let written = 0
  for (let n = 1; n <= count; n += 1) {
    book.put(arrived(n))
    const leg = named<LegId>(`v1.${n}`)
    const ended: Note = {
      ...{ note: 'fact', n, at: n, fact: { type: 'leg.ended', leg, reason: 'hung-up' } },
    }
    const notes: Note[] = n < count ? [ended, { note: 'acknowledged', n }] : []
    for (const note of notes) book.put(note)
    written += JSON.stringify([arrived(n), ...notes]).length
    if (n % 100 === 0) book.settle()
  }
  const { size } = statSync(join(dataDir, 'voice', 'notes.jsonl'))
  t.ok(written > 4_000_000, 'it was long')
  t.ok(size < 4_000_000, 'what is past takes no room')
  const former = readAgain(dataDir)
  t.same([...former.legs.keys()], [`v1.${count}`])
  t.equal(former.lastFact, count)
  t.same(noteOf(readAgain(dataDir)), noteOf(former), 'and once more')
})

t.test('notes of before the machine was started are void', async (t) => {
  const { dataDir, path } = writeNotes(t, [{ note: 'life', voice }, arrived(1)])
  const [, ...lines] = readFileSync(path, 'utf8').split('\n')
  writeFileSync(path, ['another boot', ...lines].join('\n'))
  t.equal(readAgain(dataDir).voice, undefined)
})

t.test('notes that cannot be read are told and void', async (t) => {
  const { dataDir, path } = writeNotes(t, [{ note: 'life', voice }])
  appendFileSync(path, 'no note\n')
  const said: string[] = []
  const book = openNotes(dataDir, (_fields, message) => void said.push(message))
  t.equal(book.former.voice, undefined)
  t.same(said, ['the notes of the former process cannot be read'])
})

t.test('a tidy end leaves nothing to take up', async (t) => {
  const dataDir = newDir(t)
  const book = openNotes(dataDir, () => undefined)
  book.put({ note: 'life', voice })
  book.settle()
  book.discard()
  t.equal(readAgain(dataDir).voice, undefined)
})
