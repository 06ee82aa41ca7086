import { execFileSync, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pass } from 'node:timers/promises'
import { MessageChannel } from 'node:worker_threads'
import t, { type Test } from 'tap'
import type { RecordingId } from '../../../core/names.ts'
import { parseWav } from '../../../media/engine/wav.ts'
import { openRecording } from '../../../media/recording/open-recording.ts'
import type { RecordedFile } from '../../../media/recording/recorded.ts'
import type { RecorderFact } from '../../../media/recording/recorder-frames.ts'
import { RecorderInlet } from '../../../media/recording/recorder-inlet.ts'
import { Recorder } from '../../../media/recording/recorder.ts'
import type { RecordingSettings } from '../../../media/recording/recording-file.ts'
import { createRecordingKey, type RecordingKeys } from '../../../media/recording/recording-key.ts'
import { levelAt } from '../../../testkit/sound/tone.ts'

const recording = 'c7' as RecordingId
const second = (value: number) => new Int16Array(16_000).fill(value)
const key = randomBytes(32)
const sealing: RecordingKeys = { current: createRecordingKey(key), old: [] }
const plain: RecordingKeys = { old: [] }

async function folder(t: Test): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'callwright-recorder-'))
  t.teardown(() => rm(dir, { recursive: true }))
  return dir
}

/** A recorder, the engine's end of a line to it, and all that they tell. */
function furnish(settings: RecordingSettings) {
  const facts: RecorderFact[] = []
  const losses: RecordingId[] = []
  const recorder = new Recorder(settings, (fact) => facts.push(fact))
  const inlet = new RecorderInlet((id) => losses.push(id))
  const { port1, port2 } = new MessageChannel()
  const handled = new Int32Array(new SharedArrayBuffer(4))
  recorder.connect({ port: port1, handled })
  inlet.connect({ port: port2, handled })
  const drained = async (pieces: number) => {
    for (let tries = 0; tries < 500 && Atomics.load(handled, 0) < pieces; tries++) await pass(10)
  }
  const stop = async () => {
    inlet.close()
    await recorder.stop()
  }
  return { recorder, inlet, facts, losses, drained, stop }
}

const endedOf = (facts: readonly RecorderFact[]) =>
  facts.flatMap((fact) =>
    fact.type === 'recording.ended' ? [fact as unknown as RecordedFile] : [],
  )

async function soundOf(dataDir: string, file: string, keys: RecordingKeys): Promise<Buffer> {
  const opened = await openRecording(dataDir, file, keys)
  const sound = Buffer.from(await opened.read(0, opened.bytes))
  await opened.close()
  return sound
}

t.test('recordings of one line are kept apart, and each is told when it ends', async (t) => {
  const dataDir = await folder(t)
  const { inlet, facts, stop } = furnish({ dataDir, format: 'wav', keys: plain })
  const speech = { left: 0.5, right: 0.25, both: 0.1, neither: 0.35 }
  const other = 'c8' as RecordingId
  inlet.put(recording, second(1), false)
  inlet.put(other, second(2), false)
  inlet.put(recording, second(3).subarray(0, 320), true, speech)
  inlet.put(other, new Int16Array(), true)
  await stop()
  const ended = endedOf(facts)
  t.match(
    ended.toSorted((one, another) => one.recording.localeCompare(another.recording)),
    [
      { recording, seconds: 1.02, speech },
      { recording: other, seconds: 1 },
    ],
  )
})

t.test('the recordings of an engine thread that died end with what it had told', async (t) => {
  const dataDir = await folder(t)
  const { inlet, facts, stop } = furnish({ dataDir, format: 'opus', keys: sealing })
  inlet.put(recording, second(1), false)
  inlet.put(recording, second(1), false)
  await stop()
  t.match(endedOf(facts), [{ recording, seconds: 2, format: 'opus', encrypted: true }])
})

t.test(
  'a recorder that does not keep pace loses sound, not the call; it is told once',
  async (t) => {
    const dataDir = await folder(t)
    const recorder = new Recorder({ dataDir, format: 'wav', keys: plain }, (fact) =>
      facts.push(fact),
    )
    const facts: RecorderFact[] = []
    const losses: RecordingId[] = []
    const inlet = new RecorderInlet((id) => losses.push(id))
    const { port1, port2 } = new MessageChannel()
    const handled = new Int32Array(new SharedArrayBuffer(4))
    inlet.connect({ port: port2, handled })
    for (let n = 0; n < 40; n++) inlet.put(recording, second(n + 1), false)
    t.same(losses, [recording], 'thirty seconds wait, the rest does not')
    recorder.connect({ port: port1, handled })
    for (let tries = 0; tries < 500 && Atomics.load(handled, 0) < 30; tries++) await pass(10)
    inlet.put(recording, second(100), true)
    inlet.close()
    await recorder.stop()
    const [ended] = endedOf(facts)
    t.equal(ended?.seconds, 41, 'the time line is whole')
    const { samples } = parseWav(await soundOf(dataDir, ended?.file ?? '', plain))
    t.same(
      [0, 29, 30, 39, 40].map((at) => samples[at * 16_000]),
      [1, 30, 0, 0, 100],
    )
  },
)

/** Records in a process of its own until it has dealt with 20 s, and is killed then. */
async function recordUntilKilled(dataDir: string, format: string, keys: RecordingKeys) {
  const script = join(import.meta.dirname, 'recording-child.mjs')
  const hex = keys.current ? key.toString('hex') : ''
  const child = spawn(process.execPath, [script, dataDir, format, hex], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let handled = 0
  for await (const line of createInterface(child.stdout)) {
    handled = Number(line)
    if (handled >= 20) break
  }
  child.kill('SIGKILL')
  await once(child, 'exit')
  return handled
}

for (const [how, keys, format, mostLost] of [
  ['open WAV', plain, 'wav', 1],
  ['sealed WAV', sealing, 'wav', 1],
  ['open Opus', plain, 'opus', 1],
  ['sealed Opus', sealing, 'opus', 4],
] as const)
  t.test(`a recording is mended and told at the start after SIGKILL: ${how}`, async (t) => {
    const dataDir = await folder(t)
    const handled = await recordUntilKilled(dataDir, format, keys)
    const { recorder, facts, stop } = furnish({ dataDir, format, keys })
    await recorder.mend([])
    await stop()
    const ended = endedOf(facts).at(0) as RecordedFile
    t.match(ended, { recording, format, encrypted: keys.current !== undefined })
    t.ok(ended.seconds >= handled - mostLost, `${ended.seconds} of ${handled} s are kept`)
    const sound = await soundOf(dataDir, ended.file, keys)
    t.equal(createHash('sha256').update(sound).digest('hex'), ended.sha256)
    if (format === 'opus') return
    const left = parseWav(sound).samples.filter((_, n) => n % 2 === 0)
    for (let at = 0; at + 8000 <= left.length; at += 8000)
      t.ok(levelAt(600, left.subarray(at, at + 8000)) > 0.2, `the tone sounds at ${at / 8000} s`)
  })

/** A file system of 1 MB. Throws where this user may not mount one. */
function mountSmallDisk(): string {
  const disk = mkdtempSync(join(tmpdir(), 'callwright-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' })
    return disk
  } catch (error) {
    rmdirSync(disk)
    throw error
  }
}

function unmount(disk: string): void {
  execFileSync('umount', [disk])
  rmdirSync(disk)
}

const canMount = ((): boolean => {
  try {
    unmount(mountSmallDisk())
    return true
  } catch {
    return false
  }
})()
const skip = canMount ? false : 'this user may not mount a small file system'

for (const [how, keys, format] of [
  ['open WAV', plain, 'wav'],
  ['sealed WAV', sealing, 'wav'],
] as const)
  t.test(
    `a full disk is told once, and later sound is kept when there is room: ${how}`,
    { skip },
    async (t) => {
      const dataDir = mountSmallDisk()
      t.teardown(() => unmount(dataDir))
      const ballast = join(dataDir, 'ballast')
      await writeFile(ballast, Buffer.alloc(700_000))
      const { inlet, facts, drained, stop } = furnish({ dataDir, format, keys })
      for (let n = 0; n < 15; n++) inlet.put(recording, second(n + 1), false)
      await drained(15)
      const faults = facts.filter((fact) => fact.type === 'media.faulted')
      t.match(faults, [{ reason: 'disk-full', recording, detail: /ENOSPC/ }])
      await rm(ballast)
      for (let n = 15; n < 20; n++) inlet.put(recording, second(n + 1), n === 19)
      await stop()
      const [ended] = endedOf(facts)
      t.equal(ended?.seconds, 20, 'the time line is whole')
      t.equal(facts.length, 2)
      const { samples } = parseWav(await soundOf(dataDir, ended?.file ?? '', keys))
      const levels = Array.from({ length: 20 }, (_, at) => samples[at * 16_000 + 8000])
      const kept = levels.indexOf(0)
      t.ok(kept > 5 && kept < 15, `${kept} s fitted`)
      t.same(
        levels.slice(0, kept),
        Array.from({ length: kept }, (_, n) => n + 1),
      )
      t.ok(levels.slice(kept, 15).every((level) => level === 0))
      t.same(levels.slice(15), [16, 17, 18, 19, 20])
    },
  )
