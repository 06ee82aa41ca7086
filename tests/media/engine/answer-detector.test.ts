import t from 'tap'
import { hearEachOther } from '../../../core/hearing.ts'
import { type DetectedAnswerer, AnswerDetector } from '../../../media/engine/answer-detector.ts'
import { tone } from '../../../testkit/sound/tone.ts'
import { framesOf, join16, noise, noSpeech, pause, prompt, speak, together } from './speech.ts'
import { Table } from './table.ts'

/** All that is told of an answer's sound; it is silent behind its end. */
function recognized(sound: Int16Array): readonly DetectedAnswerer[] {
  const told: DetectedAnswerer[] = []
  const detector = new AnswerDetector((answerer) => told.push(answerer))
  for (const frame of framesOf(join16(sound, pause(10_000)))) detector.hear(frame)
  return told
}

/** The beginning of a prompt. */
const words = (name: string, ms: number): Int16Array => prompt(name).subarray(0, ms * 8)

t.test('a short greeting and a pause is a person, told 0.8 s behind the last word', async (t) => {
  const [one, ...more] = recognized(join16(pause(500), words('en/welcome', 900)))
  t.match(one, { as: 'person', beep: false })
  t.ok(Math.abs((one?.afterMs ?? 0) - 2200) <= 100, `after ${one?.afterMs} ms`)
  t.same(more, [])
  t.match(recognized(join16(pause(1500), words('zh/welcome', 600))), [{ as: 'person' }])
})

t.test('who talks on for three seconds is a machine', async (t) => {
  for (const language of ['en', 'zh']) {
    const [one, ...more] = recognized(join16(pause(400), prompt(`${language}/leave-message`)))
    t.match(one, { as: 'machine', beep: false })
    t.ok(Math.abs((one?.afterMs ?? 0) - 3400) <= 200, `after ${one?.afterMs} ms`)
    t.same(more, [])
  }
})

t.test('sentences with long pauses between them add up to a machine', async (t) => {
  const sentence = words('en/please-wait', 2200)
  t.match(recognized(join16(sentence, pause(1000), sentence)), [{ as: 'machine', beep: false }])
})

t.test('a beep behind a voice is a machine that records', async (t) => {
  const greeting = words('en/leave-message', 1500)
  t.match(recognized(join16(pause(300), greeting, tone(1000, 300))), [
    { as: 'machine', beep: true },
  ])
  t.match(recognized(join16(pause(300), greeting, pause(500), tone(440, 200))), [
    { as: 'machine', beep: true },
  ])
})

t.test('a tone before any voice is the network’s', async (t) => {
  t.match(recognized(join16(tone(950, 330), pause(400), words('en/welcome', 900))), [
    { beep: false },
  ])
})

t.test('nobody speaks, or neither long nor short: unknown at six seconds', async (t) => {
  const unknown = [{ as: 'unknown', beep: false, afterMs: 6000 }]
  t.same(recognized(pause(0)), unknown)
  t.same(recognized(noise(8000, 0.01)), unknown)
  t.same(recognized(join16(pause(500), words('en/please-wait', 2300))), unknown)
})

t.test('a noisy line changes nothing', async (t) => {
  const person = join16(pause(1000), words('en/welcome', 900), pause(3000))
  t.match(recognized(together(person, noise(4900, 0.01))), [{ as: 'person' }])
  const machine = join16(pause(1000), prompt('en/leave-message'))
  t.match(recognized(together(machine, noise(5700, 0.01))), [{ as: 'machine' }])
})

t.test('greetings in other voices are told apart', { skip: noSpeech }, async (t) => {
  const machine = 'You have reached the Smith family. We are not at home. Please leave a message.'
  for (const voice of ['en', 'en+f3', 'en-us+m7', 'en+f5']) {
    t.match(recognized(join16(pause(600), speak('Hello?', voice, 50))), [{ as: 'person' }], voice)
    t.match(recognized(join16(pause(600), speak(machine, voice, 50))), [{ as: 'machine' }], voice)
  }
  const chinese = 'cmn-latn-pinyin'
  t.match(recognized(join16(pause(600), speak('喂，你好', chinese, 50))), [{ as: 'person' }])
})

t.test('a leg that is passed on is decoded for the answerer, and no longer', async (t) => {
  const table = new Table()
  const [anna, bert] = [table.seat('anna'), table.seat('bert')]
  table.perform({ do: 'hear', rows: hearEachOther(anna.id, bert.id) })
  const isDecoded = () => table.engine.leg(anna.id)?.receiver.isDecoded
  table.says(anna, 600)
  table.pass(100)
  t.equal(isDecoded(), false)
  table.perform({ do: 'detectAnswerer', leg: anna.id })
  table.perform({ do: 'detectAnswerer', leg: anna.id })
  table.pass(400)
  t.equal(isDecoded(), true)
  table.says(anna, 0)
  for (const frame of framesOf(words('en/welcome', 900))) {
    anna.speaks(frame)
    table.pass(20)
  }
  table.pass(2000)
  t.match(table.facts, [{ type: 'leg.answererDetected', leg: anna.id, as: 'person', beep: false }])
  t.equal(isDecoded(), false)
  table.perform({ do: 'detectAnswerer', leg: anna.id })
  table.pass(7000)
  t.equal(table.facts.length, 1, 'once for each leg')
})
