import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { RecordingId } from '../../core/names.ts'
import { parseWav } from '../../media/engine/wav.ts'
import { RecordingFile, repairRecordings } from '../../media/recording-file.ts'

const recording = 'c42' as RecordingId
const day = Date.UTC(2026, 10, 21, 23, 59)
const second = (value: number) => new Int16Array(16_000).fill(value)

async function folder(t: Test): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-recording-'))
  t.teardown(() => rm(dataDir, { recursive: true }))
  return dataDir
}

const noFault = (error: Error) => {
  throw error
}

t.test('a recording is a stereo WAV file in the folder of its day', async (t) => {
  const dataDir = await folder(t)
  const file = new RecordingFile(dataDir, recording, day, noFault)
  file.add(second(1))
  file.add(second(2).subarray(0, 8000))
  const ended = await file.end()
  t.same(ended, { recording, file: 'recordings/2026-11-21/c42.wav', seconds: 1.5, bytes: 48_044 })
  const bytes = await readFile(join(dataDir, ended?.file ?? ''))
  t.equal(bytes.readUInt32LE(4), bytes.length - 8)
  const { channels, sampleRate, samples } = parseWav(bytes)
  t.same([channels, sampleRate, samples.length], [2, 8000, 24_000])
  t.same([samples[0], samples[15_999], samples[16_000]], [1, 1, 2])
})

t.test('a second recording under the same id leaves the first as it is', async (t) => {
  const dataDir = await folder(t)
  for (const value of [1, 2]) {
    const file = new RecordingFile(dataDir, recording, day, noFault)
    file.add(second(value))
    const name = value === 1 ? 'c42.wav' : 'c42~2.wav'
    t.equal((await file.end())?.file, `recordings/2026-11-21/${name}`)
  }
})

t.test('what a crash cut off is repaired at the next start, once', async (t) => {
  const dataDir = await folder(t)
  const file = new RecordingFile(dataDir, recording, day, noFault)
  file.add(second(7))
  file.add(second(8))
  await file.end()
  const path = join(dataDir, 'recordings/2026-11-21/c42.wav')
  // Without its end: the first header, the unfinished name, and half of a last sample.
  const cut = await readFile(path)
  cut.writeUInt32LE(0, 40)
  await writeFile(`${path}.part`, cut.subarray(0, 64_041))
  await rm(path)
  const repaired = await repairRecordings(dataDir, noFault)
  const whole = { recording, file: 'recordings/2026-11-21/c42.wav', bytes: 64_040 }
  t.match(repaired, [whole])
  const bytes = await readFile(join(dataDir, whole.file))
  t.equal(bytes.readUInt32LE(40), 63_996)
  t.equal(parseWav(bytes).samples.length, 31_998)
  t.same(await repairRecordings(dataDir, noFault), [])
})

t.test('an id can never lead out of the folder', async (t) => {
  const dataDir = await folder(t)
  for (const id of ['../c1', '..', '.hidden', 'a/b', '', 'a\\b', 'x'.repeat(200)]) {
    const faults: Error[] = []
    const file = new RecordingFile(dataDir, id as RecordingId, day, (error) => faults.push(error))
    file.add(second(1))
    t.equal(await file.end(), undefined, id)
    t.equal(faults.length, 1, id)
  }
  t.same(await readdir(dataDir), [])
})

t.test('nothing to repair is no fault', async (t) => {
  t.same(await repairRecordings(await folder(t), noFault), [])
})
