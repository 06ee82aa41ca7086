import t from 'tap'
import { HttpSpeech } from '../../../media/speech/http-speech.ts'
import { dominantHz } from '../../../testkit/sound/tone.ts'
import { startService } from './speech-service.ts'

const words = { say: '您好', language: 'zh' } as const
const never = new AbortController().signal

t.test('words are sent as JSON, and the WAV that comes back is heard', async (t) => {
  const { url, asked } = await startService(t)
  const sound = await new HttpSpeech(url).render(words, never)
  t.same(asked, [{ text: '您好', language: 'zh' }])
  t.equal(sound.length, 4000)
  t.equal(dominantHz(sound), 1000)
})

t.test('an error, a way elsewhere and garbage are failures that say why', async (t) => {
  const { url, state } = await startService(t)
  const speech = new HttpSpeech(url)
  state.answer = (response) => response.writeHead(500).end('words are broken')
  await t.rejects(speech.render(words, never), { message: 'the speech service answered 500' })
  state.answer = (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
  await t.rejects(speech.render(words, never))
  state.answer = (response) => response.end('<html>no sound</html>')
  await t.rejects(speech.render(words, never), { message: 'not a WAV file' })
  state.answer = (response) => response.end()
  await t.rejects(speech.render(words, never), { message: 'not a WAV file' })
  state.answer = (response) => response.socket?.destroy()
  await t.rejects(speech.render(words, never))
  await t.rejects(new HttpSpeech('http://127.0.0.1:1/').render(words, never))
})

t.test('who never answers, or drop by drop, is left when the time is over', async (t) => {
  const { url, state } = await startService(t)
  const speech = new HttpSpeech(url)
  state.answer = () => undefined
  await t.rejects(speech.render(words, AbortSignal.timeout(100)), { name: 'TimeoutError' })
  state.answer = (response) => {
    const dripping = setInterval(() => response.write('RIFF'), 10)
    response.on('close', () => clearInterval(dripping))
  }
  await t.rejects(speech.render(words, AbortSignal.timeout(200)), { name: 'TimeoutError' })
  while (state.gone < 2) await new Promise(setImmediate)
})

t.test('a body without end is not taken in', async (t) => {
  const { url, state } = await startService(t)
  let sent = 0
  state.answer = (response) => {
    const megabyte = Buffer.alloc(1_000_000)
    const pour = () => {
      while (!response.destroyed && response.write(megabyte)) sent++
    }
    response.on('drain', pour)
    pour()
  }
  const rendering = new HttpSpeech(url).render(words, never)
  await t.rejects(rendering, { message: 'the speech service sent too much' })
  t.ok(sent < 100, `${sent} MB were sent`)
})
