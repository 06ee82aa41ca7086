import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { RecordingId } from '../../../core/names.ts'
import { parseWav } from '../../../media/engine/wav.ts'
import { openRecording } from '../../../media/recording/open-recording.ts'
import type { RecordedFile } from '../../../media/recording/recorded.ts'
import { RecordingFile, type RecordingSettings } from '../../../media/recording/recording-file.ts'
import { createRecordingKey } from '../../../media/recording/recording-key.ts'

const recording = 'c42' as RecordingId
const second = (value: number) => new Int16Array(16_000).fill(value)
const keys = { current: createRecordingKey(randomBytes(32)), old: [] }
const open: Omit<RecordingSettings, 'dataDir'> = { format: 'wav', keys: { old: [] } }

async function folder(t: Test): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-recording-'))
  t.teardown(() => rm(dataDir, { recursive: true }))
  return dataDir
}

const noFault = (reason: string, detail: string): void => {
  throw new Error(`${reason}: ${detail}`)
}

const create = (settings: RecordingSettings, onFault: typeof noFault = noFault) =>
  RecordingFile.create(recording, 0, settings, onFault)

/** As the one who downloads it gets it. */
async function download(dataDir: string, { file }: Pick<RecordedFile, 'file'>, known = keys) {
  const opened = await openRecording(dataDir, file, known)
  const bytes = Buffer.from(await opened.read(0, opened.bytes))
  await opened.close()
  return { ...opened, sound: bytes }
}

t.test('a recording is a stereo WAV file in the folder of its day', async (t) => {
  const dataDir = await folder(t)
  const file = await create({ ...open, dataDir })
  file.add(second(1), 0)
  file.add(second(2).subarray(0, 8000), 8000)
  const ended = await file.end()
  t.match(ended, {
    recording,
    seconds: 1.5,
    bytes: 48_044,
    format: 'wav',
    encrypted: false,
    file: /^recordings\/\d{4}-\d\d-\d\d\/c42\.wav$/,
  })
  const bytes = await readFile(join(dataDir, ended?.file ?? ''))
  t.equal(ended?.sha256, createHash('sha256').update(bytes).digest('hex'), 'as sha256sum says')
  t.equal(bytes.readUInt32LE(4), bytes.length - 8)
  const { channels, sampleRate, samples } = parseWav(bytes)
  t.same([channels, sampleRate, samples.length], [2, 8000, 24_000])
  t.same([samples[0], samples[15_999], samples[16_000]], [1, 1, 2])
})

t.test('a sealed recording is downloaded as the very same sound file', async (t) => {
  const dataDir = await folder(t)
  const file = await create({ format: 'wav', keys, dataDir })
  file.add(second(1), 0)
  file.add(second(2), 8000)
  const ended = await file.end()
  t.match(ended, { bytes: 64_044, encrypted: true, file: /c42\.wav\.sealed$/ })
  if (ended === undefined) return
  const { sound, contentType, bytes } = await download(dataDir, ended)
  t.same([contentType, bytes], ['audio/wav', 64_044])
  t.equal(createHash('sha256').update(sound).digest('hex'), ended.sha256)
  t.equal(parseWav(sound).samples.length, 32_000)
  const opened = await openRecording(dataDir, ended.file, keys)
  t.same(Buffer.from(await opened.read(40, 5000)), sound.subarray(40, 5000))
  t.same(Buffer.from(await opened.read(64_000, 90_000)), sound.subarray(64_000))
  await opened.close()
})

t.test('a second recording under the same id leaves the first as it is', async (t) => {
  const dataDir = await folder(t)
  for (const value of [1, 2]) {
    const file = await create({ ...open, dataDir })
    file.add(second(value), 0)
    const name = value === 1 ? 'c42.wav' : 'c42~2.wav'
    t.match((await file.end())?.file, new RegExp(`/${name}$`))
  }
})

t.test('what did not come is silence, and the time line goes on', async (t) => {
  const dataDir = await folder(t)
  for (const format of ['wav', 'opus'] as const) {
    const file = await create({ format, keys, dataDir })
    file.add(second(5), 0)
    file.add(second(7), 3 * 8000 + 160)
    const ended = await file.end()
    t.equal(ended?.seconds, 4.02, format)
    if (ended === undefined || format === 'opus') continue
    const { samples } = parseWav((await download(dataDir, ended)).sound)
    const levels = [0, 1, 2, 3].map((at) => samples[at * 16_000 + 400])
    t.same(levels, [5, 0, 0, 7])
  }
})

t.test('an id can never lead out of the folder', async (t) => {
  const dataDir = await folder(t)
  for (const id of ['../c1', '..', '.hidden', 'a/b', '', 'a\\b', 'x'.repeat(200)]) {
    const faults: string[] = []
    const settings = { ...open, dataDir }
    const file = await RecordingFile.create(id as RecordingId, 0, settings, (reason) =>
      faults.push(reason),
    )
    file.add(second(1), 0)
    t.equal(await file.end(), undefined, id)
    t.same(faults, ['recording-failed'], id)
  }
  t.same(await readdir(dataDir), [])
})

t.test(
  'a symbolic link leads no recording out of the data folder, neither in nor out',
  async (t) => {
    const [dataDir, outside] = [await folder(t), await folder(t)]
    await symlink(outside, join(dataDir, 'recordings'))
    const faults: string[] = []
    const file = await create({ ...open, dataDir }, (_, detail) => {
      faults.push(detail)
    })
    file.add(second(1), 0)
    t.equal(await file.end(), undefined)
    t.match(faults, [/leads out of the data folder/])
    t.same(
      (await readdir(outside, { recursive: true })).filter((name) => name.includes('c42')),
      [],
    )
    await rm(join(dataDir, 'recordings'))
    await mkdir(join(dataDir, 'recordings'))
    await symlink('/etc/hostname', join(dataDir, 'recordings', 'c1.wav'))
    for (const path of ['recordings/c1.wav', '../x.wav', '/etc/hostname', 'recordings/../../x'])
      await t.rejects(openRecording(dataDir, path, keys), { name: 'RecordingUnreadable' }, path)
  },
)
