import { mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { PromptId } from '../../../core/names.ts'
import { HttpSpeech } from '../../../media/speech/http-speech.ts'
import { SpeechFiles } from '../../../media/speech/speech-files.ts'
import { SpeechSounds } from '../../../media/speech/speech-sounds.ts'
import { sayTone, startService } from './speech-service.ts'

/** 500 ms of sound are so many bytes. */
const soundBytes = 8000

async function openSpeech(
  t: Test,
  { most = 1_000_000, mostOnDisk = 1_000_000, timeoutMs = 2000 } = {},
) {
  const dataDir = await mkdtemp(join(tmpdir(), 'speech-'))
  t.teardown(() => rm(dataDir, { recursive: true, maxRetries: 5 }))
  const service = await startService(t)
  const known = new Set<PromptId>()
  const learned: PromptId[] = []
  const unkept: unknown[] = []
  const open = () =>
    new SpeechSounds(
      { provider: new HttpSpeech(service.url), timeoutMs },
      new SpeechFiles(dataDir, mostOnDisk),
      {
        learned: (id) => {
          known.add(id)
          learned.push(id)
        },
        forgotten: (id) => known.delete(id),
        unkept: (error) => unkept.push(error),
      },
      most,
    )
  const kept = async () => (await readdir(join(dataDir, 'speech')).catch(() => [])).sort()
  /** Keeping goes on after the words are at hand. */
  const untilKept = async (count: number) => {
    for (let tries = 0; tries < 200 && (await kept()).length !== count; tries++) await pass(10)
    return kept()
  }
  return { dataDir, ...service, known, learned, unkept, open, kept, untilKept }
}

const hello = { say: 'hello', language: 'en' } as const
const text = (say: string) => ({ say, language: 'en' }) as const

t.test('words asked for ten times at once are spoken once, and then are at hand', async (t) => {
  const { open, asked, known, learned, untilKept } = await openSpeech(t)
  const speech = open()
  t.equal(speech.find(hello), undefined)
  const ids = await Promise.all(Array.from({ length: 10 }, () => speech.speak(hello)))
  t.equal(new Set(ids).size, 1)
  t.equal(asked.length, 1)
  t.same(learned, [ids[0]])
  t.match(ids[0], /^speech\/[0-9a-f]{64}$/)
  t.equal(speech.find(hello), ids[0])
  t.not(await speech.speak({ say: 'hello', language: 'zh' }), ids[0], 'a language is a voice')
  t.equal(known.size, 2)
  t.same((await untilKept(2)).length, 2)
})

t.test('after a restart the words are on disk, and a spoilt file is spoken anew', async (t) => {
  const { dataDir, open, asked, untilKept } = await openSpeech(t)
  const id = await open().speak(hello)
  const [name = ''] = await untilKept(1)
  const file = join(dataDir, 'speech', name)
  t.equal((await stat(file)).mode & 0o077, 0, 'for nobody else to read')
  t.equal(await open().speak(hello), id)
  t.equal(asked.length, 1)
  await truncate(file, 100)
  t.equal(await open().speak(hello), id)
  t.equal(asked.length, 2)
})

t.test('memory and disk are bounded: what was not used for longest goes', async (t) => {
  const bounds = { most: 3 * soundBytes, mostOnDisk: 5 * (soundBytes + 44) }
  const { open, asked, known, untilKept } = await openSpeech(t, bounds)
  const speech = open()
  for (const say of ['a', 'b', 'c']) await speech.speak(text(say))
  t.ok(speech.find(text('a')), 'it is used')
  await speech.speak(text('d'))
  t.equal(known.size, 3)
  t.equal(speech.find(text('b')), undefined)
  t.ok(speech.find(text('a')))
  for (const say of ['e', 'f', 'g', 'h']) await speech.speak(text(say))
  t.ok((await untilKept(4)).length <= 5)
  t.equal(asked.length, 8)
})

t.test('a service that fails or hangs fails the words in time, and not for ever', async (t) => {
  const { open, state, known } = await openSpeech(t, { timeoutMs: 300 })
  const speech = open()
  state.answer = (response) => response.writeHead(503).end()
  await t.rejects(speech.speak(hello), { name: 'SpeechFailure', reason: 'speech-failed' })
  state.answer = () => undefined
  const both = await Promise.allSettled([speech.speak(hello), speech.speak(hello)])
  for (const one of both)
    t.match(one, { reason: { reason: 'speech-timeout', message: 'not spoken within 300 ms' } })
  t.equal(state.requests, 2)
  t.equal(known.size, 0)
  state.answer = sayTone(1000)
  t.ok(await speech.speak(hello))
})

t.test('few are spoken at a time, and who waits for a turn has the same time', async (t) => {
  const { open, state } = await openSpeech(t, { timeoutMs: 300 })
  const speech = open()
  state.answer = () => undefined
  const all = Array.from({ length: 20 }, (_, n) => speech.speak(text(`${n}`)))
  for (const { status } of await Promise.allSettled(all)) t.equal(status, 'rejected')
  t.equal(state.requests, 4)
  state.answer = sayTone(1000)
  t.ok(await speech.speak(hello), 'no turn is lost')
})

t.test(
  'while a service hangs only one caller waits for it; all are served when it is back',
  async (t) => {
    const { open, state } = await openSpeech(t, { timeoutMs: 500 })
    const speech = open()
    state.answer = () => undefined
    await t.rejects(speech.speak(text('first')), { message: 'not spoken within 500 ms' })
    const waiting = speech.speak(text('second'))
    while (state.requests < 2) await pass(5)
    const refused = speech.speak(text('third'))
    await t.rejects(refused, { name: 'SpeechFailure', message: 'the synthesizer does not keep up' })
    await t.rejects(waiting, { message: 'not spoken within 500 ms' })
    t.equal(state.requests, 2)
    state.answer = sayTone(1000)
    t.ok(await speech.speak(text('fourth')))
    t.equal((await Promise.all(['a', 'b', 'c'].map((say) => speech.speak(text(say))))).length, 3)
  },
)

t.test('stopping lets go of what is being spoken', async (t) => {
  const { open, state } = await openSpeech(t, { timeoutMs: 20_000 })
  const speech = open()
  state.answer = () => undefined
  const speaking = speech.speak(hello)
  while (state.requests === 0) await pass(5)
  speech.stop()
  await t.rejects(speaking, { name: 'SpeechFailure', message: 'given up' })
})

t.test('where nothing can be kept the words are heard all the same', async (t) => {
  const { dataDir, open, unkept } = await openSpeech(t)
  await writeFile(join(dataDir, 'speech'), 'a file in the way')
  t.ok(await open().speak(hello))
  for (let tries = 0; tries < 200 && unkept.length === 0; tries++) await pass(10)
  t.equal(unkept.length, 1)
})
