import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { RecordingId } from '../../../core/names.ts'
import { parseWav } from '../../../media/engine/wav.ts'
import { findUnfinished, mendRecording } from '../../../media/recording/mend-recording.ts'
import { decodePage } from '../../../media/recording/ogg-page.ts'
import { openRecording } from '../../../media/recording/open-recording.ts'
import { RecordingFile, type RecordingSettings } from '../../../media/recording/recording-file.ts'
import { createRecordingKey, type RecordingKeys } from '../../../media/recording/recording-key.ts'
import { RecordingUnreadable } from '../../../media/recording/recording-place.ts'

const recording = 'c42' as RecordingId
const sealing: RecordingKeys = { current: createRecordingKey(randomBytes(32)), old: [] }
const plain: RecordingKeys = { old: [] }
const seconds = 4

const noFault = (reason: string, detail: string) => {
  throw new Error(`${reason}: ${detail}`)
}

async function folder(t: Test): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-mend-'))
  t.teardown(() => rm(dataDir, { recursive: true }))
  return dataDir
}

/** A recording of known noise; its bytes and path. */
async function record(settings: RecordingSettings) {
  const file = await RecordingFile.create(recording, 0, settings, noFault)
  for (let n = 0; n < seconds; n++)
    file.add(new Int16Array(new Uint8Array(randomBytes(32_000)).buffer), n * 8000)
  const ended = await file.end()
  if (ended === undefined) throw new Error('not recorded')
  const path = join(settings.dataDir, ended.file)
  const opened = await openRecording(settings.dataDir, ended.file, settings.keys)
  const sound = Buffer.from(await opened.read(0, opened.bytes))
  await opened.close()
  return { path, file: ended.file, bytes: await readFile(path), sound }
}

/** As a killed writer leaves it. */
async function leaveUnfinished(path: string, bytes: Uint8Array): Promise<void> {
  await rm(path, { force: true })
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.part`, bytes)
}

const read = async (dataDir: string, file: string, keys: RecordingKeys) => {
  const opened = await openRecording(dataDir, file, keys)
  const sound = Buffer.from(await opened.read(0, opened.bytes))
  await opened.close()
  return sound
}

function pagesOf(ogg: Buffer) {
  const pages = []
  for (let at = 0; at < ogg.length;) {
    const page = decodePage(ogg, at)
    if (page === undefined) throw new Error(`no page at ${at}`)
    pages.push(page)
    at = page.end
  }
  return pages
}

t.test('what a kill cut off anywhere is mended, once, and keeps what was whole', async (t) => {
  for (const keys of [plain, sealing])
    for (const format of ['wav', 'opus'] as const) {
      const dataDir = await folder(t)
      const { path, file, bytes, sound } = await record({ dataDir, format, keys })
      // A chunk, and for Opus a page.
      const mostLost = (keys.current ? 0.15 : 0.002) + (format === 'opus' ? 2.2 : 0)
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 400, max: bytes.length - 1 }), async (cut) => {
          await leaveUnfinished(path, bytes.subarray(0, cut))
          t.same(await findUnfinished(dataDir), [file])
          const ended = await mendRecording(dataDir, file, keys)
          t.same(await findUnfinished(dataDir), [])
          t.same(await readdir(dirname(path)), ended ? [file.split('/').at(-1)] : [])
          // The very first bytes of Opus are no sound yet.
          if (ended === undefined) return cut < 5000
          const kept = await read(dataDir, file, keys)
          const share = (cut / bytes.length) * seconds
          t.ok(
            ended.seconds >= share - mostLost && ended.seconds <= share + 0.2,
            `${ended.seconds}`,
          )
          t.equal(ended.bytes, kept.length)
          if (format === 'opus') {
            const pages = pagesOf(kept)
            t.equal(pages.filter(({ isLast }) => isLast).length, 1)
            t.ok(pages.at(-1)?.isLast)
            const whole = pages.at(-2)?.end ?? 0
            t.ok(kept.subarray(0, whole).equals(sound.subarray(0, whole)))
          } else {
            t.equal(parseWav(kept).samples.length / 16_000, ended.seconds)
            t.ok(kept.subarray(44).equals(sound.subarray(44, kept.length)))
          }
          return true
        }),
        { numRuns: 25 },
      )
    }
})

t.test('a file that was whole but for its name is taken as it is', async (t) => {
  for (const keys of [plain, sealing])
    for (const format of ['wav', 'opus'] as const) {
      const dataDir = await folder(t)
      const { path, file, bytes, sound } = await record({ dataDir, format, keys })
      await leaveUnfinished(path, bytes)
      t.equal((await mendRecording(dataDir, file, keys))?.seconds, seconds, format)
      t.same(await read(dataDir, file, keys), sound)
    }
})

t.test(
  'half a sample at the end, and a header that tells another length, are put right',
  async (t) => {
    const dataDir = await folder(t)
    const { path, file, bytes } = await record({ dataDir, format: 'wav', keys: plain })
    bytes.writeUInt32LE(0, 40)
    await leaveUnfinished(path, bytes.subarray(0, 64_041))
    t.match(await mendRecording(dataDir, file, plain), { recording, bytes: 64_040 })
    t.equal((await readFile(path)).readUInt32LE(40), 63_996)
  },
)

t.test('a file without any sound is taken away', async (t) => {
  const dataDir = await folder(t)
  for (const name of ['c1.wav', 'c1.opus', 'c1.wav.sealed', 'c1.opus.sealed']) {
    const file = `recordings/2026-11-21/${name}`
    await leaveUnfinished(join(dataDir, file), new Uint8Array())
    t.equal(await mendRecording(dataDir, file, sealing), undefined, name)
  }
  t.same(await readdir(join(dataDir, 'recordings/2026-11-21')), [])
})

t.test(
  'what is sealed with a key that is not there, or was altered, is left as it is',
  async (t) => {
    const dataDir = await folder(t)
    const { path, file, bytes } = await record({ dataDir, format: 'wav', keys: sealing })
    const cut = bytes.subarray(0, 50_000)
    await leaveUnfinished(path, cut)
    await t.rejects(mendRecording(dataDir, file, plain), new RecordingUnreadable('no-key', ''))
    const altered = Buffer.from(cut)
    for (let at = 100; at < altered.length; at += 1000) altered[at] = (altered[at] ?? 0) ^ 1
    await leaveUnfinished(path, altered)
    await t.rejects(mendRecording(dataDir, file, sealing), new RecordingUnreadable('damaged', ''))
    t.same(await readFile(`${path}.part`), altered)
  },
)

t.test('nothing to mend is no fault', async (t) => {
  t.same(await findUnfinished(await folder(t)), [])
})
