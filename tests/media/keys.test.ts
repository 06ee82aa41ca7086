import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import type { LegId, RecordingId } from '../../core/names.ts'
import { createFrame } from '../../media/engine/frame.ts'
import { keyTone } from '../../media/engine/key-tone.ts'
import { codeOf } from '../../media/engine/telephone-event.ts'
import { ToneReceiver } from '../../media/engine/tone-receiver.ts'
import { parseWav } from '../../media/engine/wav.ts'
import type { MediaFact } from '../../media/facts.ts'
import { levelAt, tone } from '../../testkit/sound/tone.ts'
import { allPrompts, framesOf, join16 } from './engine/speech.ts'
import { answerOffer, furnish, until } from './room.ts'

type Ended = Extract<MediaFact, { type: 'recording.ended' }>

const caller = 'caller' as LegId
const recording = 'c1' as RecordingId

/** Each key for 100 ms, and 100 ms of silence behind it. */
const pressed = (keys: readonly string[]): Int16Array[] =>
  keys.flatMap((key) =>
    Array.from({ length: 10 }, (_, age) => {
      const event = { code: codeOf(key) ?? 0, end: age >= 5, duration: 160 }
      return keyTone({ event, age }, createFrame())
    }),
  )

t.test(
  'a phone without events: its tones are keys, and no trace of them is recorded',
  async (t) => {
    const { media, facts, dataDir, phone } = await furnish(t)
    const one = await phone(600)
    const withoutEvents = one.offer.replaceAll(/ 101(?=\r)|a=\S+:101 .*\r\n/g, '')
    t.notMatch(withoutEvents, '101')
    one.connect(await answerOffer(media, caller, withoutEvents))
    media.perform({ do: 'record', recording, left: caller, right: [], masked: true })
    const words = [...framesOf(allPrompts('en').subarray(0, 8000))]
    one.say([...words, ...pressed(['4', '7', '1', '1']), ...words])
    const digits = await until(() => {
      const found = facts.filter((fact) => fact.type === 'leg.digit')
      return found.length >= 4 ? found : undefined
    })
    t.same(
      digits,
      ['4', '7', '1', '1'].map((digit) => ({ type: 'leg.digit', leg: caller, digit, by: 'tone' })),
    )
    media.perform({ do: 'stopRecording', recording })
    const ended = await until(() =>
      facts.find((fact): fact is Ended => fact.type === 'recording.ended'),
    )
    const { samples } = parseWav(await readFile(join(dataDir, ended.file)))
    const left = samples.filter((_, n) => n % 2 === 0)
    const receiver = new ToneReceiver()
    const heard = Array.from(framesOf(left), (frame) => [receiver.hear(frame), receiver.isTone])
    t.ok(heard.every(([digit, isTone]) => digit === undefined && isTone === false))
    t.ok(
      left.some((sample) => Math.abs(sample) > 3000),
      'the words are there',
    )
    t.ok(levelAt(600, left.subarray(0, 1600)) < 0.3)
    t.ok((ended.speech?.left ?? 0) > 0.5, `the caller spoke ${ended.speech?.left} of the time`)
    t.equal(ended.speech?.both, 0)
  },
)

t.test('an answer is recognized over the network', async (t) => {
  const { media, facts, phone } = await furnish(t)
  const one = await phone(0)
  one.connect(await answerOffer(media, caller, one.offer))
  media.perform({ do: 'detectAnswerer', leg: caller })
  one.say(framesOf(join16(allPrompts('zh').subarray(0, 8000), tone(1000, 400))))
  const recognized = await until(() => facts.find((fact) => fact.type === 'leg.answererDetected'))
  t.match(recognized, { leg: caller, as: 'machine', beep: true })
})
