import t from 'tap'
import { VoiceActivity } from '../../../media/engine/voice-activity.ts'
import { tone } from '../../../testkit/sound/tone.ts'
import {
  allPrompts,
  framesOf,
  join16,
  noise,
  noSpeech,
  pause,
  prompt,
  speak,
  together,
} from './speech.ts'

function activity(sound: Int16Array): readonly boolean[] {
  const voice = new VoiceActivity()
  return Array.from(framesOf(sound), (frame) => voice.hear(frame))
}

/** The share of frames with a voice. */
const share = (heard: readonly boolean[]): number => heard.filter(Boolean).length / heard.length
const seconds = (heard: readonly boolean[]): number => heard.filter(Boolean).length / 50

t.test('speech in both languages is voice nearly all the time', async (t) => {
  t.ok(share(activity(allPrompts('en'))) > 0.95)
  t.ok(share(activity(allPrompts('zh'))) > 0.95)
})

t.test('a voice begins within 60 ms and ends 200 ms behind its last sound', async (t) => {
  const word = Int16Array.from(prompt('en/key-pound').subarray(800, 3200))
  const heard = activity(join16(pause(1000), word, pause(1000)))
  const first = heard.indexOf(true)
  const last = heard.lastIndexOf(true)
  t.ok(first >= 50 && first <= 53, `began at ${first}`)
  t.ok(last >= 65 && last <= 75, `ended at ${last}`)
  t.ok(heard.slice(first, last).every(Boolean))
})

t.test('silence, even noise, hum, an offset and a click are no voice', async (t) => {
  t.equal(seconds(activity(pause(5000))), 0)
  for (const level of [0.001, 0.01, 0.1])
    t.ok(seconds(activity(noise(10_000, level))) < 0.9, `noise of ${level}`)
  t.equal(seconds(activity(tone(50, 5000))), 0)
  t.equal(seconds(activity(new Int16Array(40_000).fill(8000))), 0)
  t.equal(seconds(activity(join16(pause(500), noise(20, 0.5), pause(500)))), 0)
})

t.test('a tone is background within a second', async (t) => {
  t.ok(seconds(activity(tone(440, 10_000))) < 1)
})

t.test('noise 20 dB below a voice hides little of it', async (t) => {
  const speech = join16(pause(2000), allPrompts('en'))
  const around = noise(speech.length / 8, 0.012)
  const [clean, noisy] = [activity(speech), activity(together(speech, around))]
  const same = clean.filter((voice, n) => voice === noisy[n]).length
  t.ok(same / clean.length > 0.9, `${same} of ${clean.length} frames alike`)
})

t.test('pauses between sentences are heard, in any voice', { skip: noSpeech }, async (t) => {
  const words = ['Good morning, this is the office.', 'How can we help you today?']
  for (const voice of ['en', 'en+f3', 'de', 'fr+f2']) {
    const [one, other] = words.map((text) => speak(text, voice, 50))
    const heard = activity(join16(pause(500), one ?? pause(0), pause(1000), other ?? pause(0)))
    const gap = heard.join().match(/(false,){30,}/g)
    t.equal(gap?.length, 1, voice)
  }
})
