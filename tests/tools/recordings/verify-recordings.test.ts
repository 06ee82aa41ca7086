import { randomBytes } from 'node:crypto'
import { mkdtemp, open, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Event } from '../../../core/event.ts'
import { named, type RecordingId } from '../../../core/names.ts'
import { RecordingFile } from '../../../media/recording/recording-file.ts'
import { createRecordingKey, type RecordingKeys } from '../../../media/recording/recordings.ts'
import { tellRecordings } from '../../../tools/recordings/verdict-words.ts'
import { verifyRecordings } from '../../../tools/recordings/verify-recordings.ts'

const sealing = { current: createRecordingKey(randomBytes(32)), old: [] }
const plain: RecordingKeys = { old: [] }
const dayMs = 86_400_000

/** A data folder with three recordings, c1 and c2 sealed and c3 open, and the events that told of them. */
async function furnish(t: Test) {
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-verify-'))
  t.teardown(() => rm(dataDir, { recursive: true }))
  const events: Event[] = []
  for (const [n, keys] of [sealing, sealing, plain].entries()) {
    const id = named<RecordingId>(`c${n + 1}`)
    const file = await RecordingFile.create(
      id,
      0,
      { dataDir, format: 'wav', keys },
      (_, detail) => {
        throw new Error(detail)
      },
    )
    file.add(new Int16Array(16_000).fill(n + 1), 0)
    const recorded = await file.end()
    if (recorded === undefined) throw new Error('not recorded')
    events.push({ type: 'recording.ended', ...recorded, seq: n + 1, at: Date.now() })
  }
  const files = events.map((event) => (event.type === 'recording.ended' ? event.file : ''))
  const verify = (changes: { keys?: RecordingKeys; days?: number; now?: number } = {}) =>
    verifyRecordings(
      { read: () => events },
      { dataDir, keys: sealing, now: Date.now(), ...changes },
    )
  const path = (n: number) => join(dataDir, files[n] ?? '')
  return { dataDir, files, path, verify }
}

const none = { proven: 3, unproven: 0, expired: 0, unfinished: 0, faults: [] }

t.test('recordings that are as they were told are proven, sealed or open', async (t) => {
  const { verify } = await furnish(t)
  const verdict = await verify()
  t.same(verdict, none)
  t.equal(tellRecordings(verdict, 'en'), '3 recordings are as they were when they ended.')
})

t.test('each fault is named with its file', async (t) => {
  const { dataDir, files, path, verify } = await furnish(t)
  for (const n of [0, 2]) {
    const file = await open(path(n), 'r+')
    await file.write(Buffer.of(9), 0, 1, 9000)
    await file.close()
  }
  await rm(path(1))
  const stray = join(dataDir, 'recordings', 'stray.wav')
  await writeFile(stray, 'RIFF')
  await utimes(stray, 1, 1)
  await writeFile(`${path(1)}.part`, 'x')
  const verdict = await verify()
  t.same(verdict, {
    proven: 0,
    unproven: 0,
    expired: 0,
    unfinished: 1,
    faults: [
      { file: files[0], kind: 'damaged' },
      { file: files[1], kind: 'missing' },
      { file: files[2], kind: 'altered' },
      { file: 'recordings/stray.wav', kind: 'unknown' },
    ],
  })
  t.match(tellRecordings(verdict, 'en'), `Fault: ${files[2] ?? ''}: its sound is not what`)
  t.match(tellRecordings(verdict, 'zh'), `错误：${files[2] ?? ''}：内容与日志所记不符`)
})

t.test('one recording in the place of another is found', async (t) => {
  const { files, path, verify } = await furnish(t)
  await rename(path(0), path(1))
  t.same((await verify()).faults, [
    { file: files[0], kind: 'missing' },
    { file: files[1], kind: 'altered' },
  ])
})

t.test('a missing file is no fault once its days are over; a missing key is one', async (t) => {
  const { files, path, verify } = await furnish(t)
  await rm(path(0))
  const now = Date.now() + 31 * dayMs
  t.same(await verify({ days: 30, now }), { ...none, proven: 2, expired: 1 })
  t.same((await verify({ keys: plain })).faults, [
    { file: files[0], kind: 'missing' },
    { file: files[1], kind: 'no-key' },
  ])
})
