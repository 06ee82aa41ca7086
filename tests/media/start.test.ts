import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { hearEachOther } from '../../core/hearing.ts'
import type { LegId, PlayId, PromptId, RecordingId } from '../../core/names.ts'
import { parseWav } from '../../media/engine/wav.ts'
import type { Media, MediaFact, MediaOptions } from '../../media/media.ts'
import { startMedia } from '../../media/start.ts'
import { dominantHz, tone, wavOf } from '../tone.ts'
import { heard } from './engine/table.ts'
import { UdpPhone } from './udp-phone.ts'

type Fact<Type extends MediaFact['type']> = Extract<MediaFact, { type: Type }>

const [one, two] = ['one', 'two'] as LegId[] as [LegId, LegId]
const recording = 'c1' as RecordingId

/** A media room of its own, with a prompt of 2000 Hz, on ports that tests of this file share. */
async function furnish(t: Test, changes: Partial<MediaOptions> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-media-'))
  const promptsDir = join(dataDir, 'prompts')
  await mkdir(promptsDir)
  await writeFile(join(promptsDir, 'tone.wav'), wavOf(tone(2000, 500)))
  const facts: MediaFact[] = []
  const options = { host: '127.0.0.1', rtpPortMin: 41_000, rtpPortMax: 41_999, promptsDir, dataDir }
  const media = await startMedia({ ...options, ...changes, onFact: (fact) => facts.push(fact) })
  t.teardown(async () => {
    await media.stop()
    await rm(dataDir, { recursive: true })
  })
  const phone = async (hertz: number) => {
    const opened = await UdpPhone.open(hertz)
    t.teardown(() => opened.close())
    return opened
  }
  return { media, facts, dataDir, phone }
}

async function until<Found>(find: () => Found | undefined): Promise<Found> {
  for (let tries = 0; tries < 250; tries++) {
    const found = find()
    if (found !== undefined) return found
    await pass(20)
  }
  throw new Error('waited for 5 s in vain')
}

async function connect(media: Media, leg: LegId, phone: UdpPhone): Promise<void> {
  phone.connect(await media.answer(leg, phone.offer))
}

t.test('two phones hear each other, a prompt covers it, and both are recorded', async (t) => {
  const { media, facts, dataDir, phone } = await furnish(t)
  const [low, high] = [await phone(600), await phone(1000)]
  await connect(media, one, low)
  await connect(media, two, high)
  t.same(media.legs(), [one, two])
  media.perform({ do: 'hear', rows: hearEachOther(one, two) })
  media.perform({ do: 'record', recording, left: one, right: [two] })
  await pass(300)
  low.forget()
  high.forget()
  await pass(1000)
  t.equal(dominantHz(low.sound), 1000)
  t.equal(dominantHz(high.sound), 600)

  const play = 'c1.p1' as PlayId
  media.perform({ do: 'play', leg: one, play, prompts: ['tone' as PromptId] })
  await pass(100)
  low.forget()
  high.forget()
  await pass(300)
  t.equal(dominantHz(low.sound), 2000)
  t.equal(dominantHz(high.sound), 600, 'the other goes on hearing')
  await until(() => facts.find((fact) => fact.type === 'leg.played'))
  await pass(100)
  low.forget()
  await pass(300)
  t.equal(dominantHz(low.sound), 1000)

  low.press(5)
  await pass(100)
  low.press(11)
  const digits = await until(() => {
    const found = facts.filter((fact) => fact.type === 'leg.digit')
    return found.length >= 2 ? found : undefined
  })
  t.same(digits, [
    { type: 'leg.digit', leg: one, digit: '5' },
    { type: 'leg.digit', leg: one, digit: '#' },
  ])

  media.perform({ do: 'stopRecording', recording })
  const ended = await until(() =>
    facts.find((fact): fact is Fact<'recording.ended'> => fact.type === 'recording.ended'),
  )
  t.match(ended.file, /^recordings\/\d{4}-\d\d-\d\d\/c1\.wav$/)
  const bytes = await readFile(join(dataDir, ended.file))
  t.equal(bytes.length, ended.bytes)
  const { channels, sampleRate, samples } = parseWav(bytes)
  t.same([channels, sampleRate], [2, 8000])
  t.equal(samples.length / 2 / 8000, ended.seconds)
  const [left, right] = [0, 1].map((side) =>
    samples.filter((_, n) => n % 2 === side).subarray(4000),
  )
  t.same(heard(left ?? samples, [600, 1000, 2000]), [600], 'the caller is left')
  t.same(heard(right ?? samples, [600, 1000, 2000]), [1000], 'the agent is right')
  t.same(
    facts.filter((fact) => fact.type === 'alarm'),
    [],
  )
})
