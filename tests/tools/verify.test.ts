import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { openFileJournal } from '../../server/journal/file-journal.ts'
import { openJournalReader } from '../../server/journal/journal-reader.ts'
import { listSegments } from '../../server/journal/segments.ts'
import { tellVerdict } from '../../tools/verify/verdict-words.ts'
import { verifyJournal } from '../../tools/verify/verify-journal.ts'
import { events, makeJournal, newDir, unchained } from '../server/journal/made-journal.ts'

const log = pino({ level: 'silent' })
const count = 12
const noConfig = () => {
  throw new Error('the settings were asked for')
}

async function verify(dir: string, noted?: string) {
  return verifyJournal(await openJournalReader(dir, noConfig), noted)
}

type Lines = { readonly file: string; readonly lines: string[] }[]

const read = (dir: string): Lines =>
  listSegments(dir).map(({ file }) => ({
    file,
    lines: readFileSync(file, 'utf8').trimEnd().split('\n'),
  }))
const write = (segments: Lines) => {
  for (const { file, lines } of segments)
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
}
/** Changes the whole journal as one list of lines; what no longer fits goes to the last segment. */
function edit(dir: string, change: (lines: string[]) => readonly string[]): void {
  const segments = read(dir)
  const all = [...change(segments.flatMap(({ lines }) => lines))]
  const last = segments.length - 1
  write(
    segments.map(({ file, lines }, index) => ({
      file,
      lines: all.splice(0, index === last ? all.length : lines.length),
    })),
  )
}

/** A journal in several segments, and copies of it to spoil. */
async function copies(t: Test): Promise<{ copy: () => string; head: string; dir: string }> {
  const dir = join(newDir(t), 'journal')
  const head = (await makeJournal(dir, count)) ?? ''
  t.ok(listSegments(dir).length > 2, 'it has several segments')
  const spoilt = `${dir}-spoilt`
  const copy = () => {
    rmSync(spoilt, { recursive: true, force: true })
    cpSync(dir, spoilt, { recursive: true })
    return spoilt
  }
  return { copy, head, dir }
}

t.test('a whole journal is proven, and any head that was noted on the way', async (t) => {
  const { dir, head } = await copies(t)
  t.same(await verify(dir), { lastSeq: count, unchained: 0, head, from: 1001, to: 1000 + count })
  const hashes = read(dir).flatMap(({ lines }) => lines.map((line) => line.slice(-66, -2)))
  for (const [index, hash] of hashes.entries())
    t.match(await verify(dir, hash), { notedSeq: index + 1, fault: undefined })
  t.match(await verify(dir, '0'.repeat(64)), { fault: { kind: 'other-head' } })
})

t.test('a byte that was changed is found, wherever it is', async (t) => {
  const { dir } = await copies(t)
  const files = listSegments(dir).map(({ file }) => ({ file, bytes: readFileSync(file) }))
  const change = fc.integer({ min: 1, max: 255 })
  const property = fc.asyncProperty(
    fc.constantFrom(...files),
    fc.nat(),
    change,
    async ({ file, bytes }, place, change) => {
      const spoilt = bytes.map((byte, at) => (at === place % bytes.length ? byte ^ change : byte))
      writeFileSync(file, spoilt)
      const { fault, lastSeq } = await verify(dir)
      writeFileSync(file, bytes)
      return fault !== undefined && lastSeq < count
    },
  )
  await fc.assert(property, { numRuns: 150 })
})

t.test('a dropped line is found; the last one by the noted head', async (t) => {
  const { copy, head } = await copies(t)
  for (let line = 0; line < count; line++) {
    const dir = copy()
    edit(dir, (lines) => lines.toSpliced(line, 1))
    const { fault } = await verify(dir, head)
    if (line < count - 1) t.match(fault, { kind: 'missing', seq: line + 1 })
    else t.match(fault, { kind: 'other-head', seq: count })
  }
})

t.test('two lines that were swapped are found, and where the first one is', async (t) => {
  const { copy } = await copies(t)
  const places = fc.uniqueArray(fc.nat(count - 1), { minLength: 2, maxLength: 2 })
  const property = fc.asyncProperty(places, async (pair) => {
    const [one = 0, other = 0] = pair.sort((left, right) => left - right)
    const dir = copy()
    edit(dir, (lines) => lines.with(one, lines[other] ?? '').with(other, lines[one] ?? ''))
    const { fault } = await verify(dir)
    t.match(fault, { kind: 'out-of-order', seq: one + 1, instead: /\.jsonl:\d+$/ })
  })
  await fc.assert(property, { numRuns: 40 })
})

t.test('an inserted line is found, whatever it holds', async (t) => {
  const { copy } = await copies(t)
  const foreignDir = newDir(t)
  await makeJournal(foreignDir, count + 1)
  const foreign = read(foreignDir).flatMap(({ lines }) => lines)
  const own = read(copy()).flatMap(({ lines }) => lines)
  const forged = events(1, count + 1).map((event) => JSON.stringify(event))
  const line = fc.constantFrom(...foreign, ...own, ...forged, '', '{}', 'rubbish')
  const property = fc.asyncProperty(line, fc.nat(count), async (inserted, place) => {
    const dir = copy()
    edit(dir, (lines) => lines.toSpliced(place, 0, inserted))
    const { fault, lastSeq } = await verify(dir)
    return fault !== undefined && lastSeq <= place + 1
  })
  await fc.assert(property, { numRuns: 80 })
})

t.test('a lost segment and another journal’s name are found', async (t) => {
  const { copy } = await copies(t)
  const dir = copy()
  const middle = listSegments(dir)[1]
  rmSync(middle?.file ?? '')
  t.match(await verify(dir), { fault: { kind: 'missing', seq: middle?.firstSeq } })
  writeFileSync(join(copy(), 'name'), 'another\n')
  t.match(await verify(dir), { lastSeq: 0, fault: { kind: 'altered', seq: 1 } })
})

t.test('an event whose hash was taken away is found, the first one too', async (t) => {
  const { copy } = await copies(t)
  for (const place of [0, 1, 5, count - 1]) {
    const dir = copy()
    edit(dir, (lines) => lines.with(place, unchained(lines[place] ?? '')))
    t.match((await verify(dir)).fault, { kind: 'not-chained', seq: place + 1 })
  }
})

t.test('a tail that was cut below a snapshot is found, and what grew in its place', async (t) => {
  const dir = newDir(t)
  await makeJournal(dir, count, 1e6)
  const journal = openFileJournal({ dir, log })
  await journal.saveSnapshot({ seq: count, state: {} })
  await journal.close()
  t.equal((await verify(dir)).fault, undefined)
  edit(dir, (lines) => lines.slice(0, 4))
  t.match(await verify(dir), { lastSeq: 4, fault: { kind: 'cut', seq: 5 } })
  const after = openFileJournal({ dir, log })
  after.append(events(5, count + 2).map((event) => ({ ...event, at: 9000 })))
  await after.close()
  t.match(await verify(dir), { fault: { kind: 'forked', seq: count } })
})

t.test('events from before the chain are not proven, those after them are', async (t) => {
  const dir = newDir(t)
  await makeJournal(dir, 4, 1e6)
  edit(dir, (lines) => lines.map(unchained))
  t.match(await verify(dir), { lastSeq: 4, unchained: 4, fault: undefined })
  const journal = openFileJournal({ dir, log })
  journal.append(events(5, 9))
  await journal.close()
  const { head } = journal
  t.match(await verify(dir, head), { lastSeq: 9, unchained: 4, head, notedSeq: 9 })
  edit(dir, (lines) => lines.toSpliced(2, 1))
  t.match(await verify(dir), { fault: { kind: 'missing', seq: 3 } })
})

t.test('a line under way is not a fault, one that nobody ends is', async (t) => {
  const dir = newDir(t)
  await makeJournal(dir, 3, 1e6)
  const file = join(dir, '000000000001.jsonl')
  appendFileSync(file, '{"seq":4,"at":1')
  const verdict = verify(dir)
  await new Promise((resolve) => setTimeout(resolve, 50))
  appendFileSync(file, '004,')
  t.match(await verdict, { lastSeq: 3, fault: undefined })
  t.match(await verify(dir), { lastSeq: 3, fault: { kind: 'torn', seq: 4, place: `${file}:4` } })
})

t.test('every verdict is told in both languages', async (t) => {
  const { copy, head } = await copies(t)
  const dir = copy()
  edit(dir, (lines) => lines.with(3, (lines[3] ?? '').replace('480', '481')))
  const verdict = await verify(dir)
  t.match(
    tellVerdict(verdict, dir, 'en'),
    /^Event 4: altered:.*\nAt .*\.jsonl:\d+\n3 events are proven/m,
  )
  t.match(tellVerdict(verdict, dir, 'zh'), /^事件 4：被改动.*\n位置：.*\n已证明 3 个事件/m)
  const whole = await verify(copy())
  t.match(tellVerdict(whole, dir, 'en'), `12 events are proven (1 to 12)`)
  t.match(tellVerdict(whole, dir, 'zh'), `链头（事件 12）：${head}`)
})

t.test('the command says what it found by its exit code', async (t) => {
  const dataDir = newDir(t)
  const head = (await makeJournal(join(dataDir, 'journal'), count)) ?? ''
  const entry = fileURLToPath(new URL('../../tools/verify.ts', import.meta.url))
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', entry, ...args], {
      env: { ...process.env, DATA_DIR: dataDir },
      encoding: 'utf8',
    })
  t.match(run('--head', head), { status: 0, stdout: `Head (event 12): ${head}` })
  edit(join(dataDir, 'journal'), (lines) => lines.slice(0, -1))
  t.match(run(dataDir, '--head', head, '--lang', 'zh'), { status: 1, stdout: '事件 12：缺失' })
  t.match(run(join(dataDir, 'nowhere')), { status: 2, stderr: 'There is no journal in' })
  t.match(run('--head', 'short'), { status: 2, stderr: 'npm run verify' })
})
