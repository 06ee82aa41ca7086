import fc from 'fast-check'
import t from 'tap'
import { BeepReceiver } from '../../../media/engine/beep-receiver.ts'
import { pcmu } from '../../../media/engine/codecs/g711.ts'
import { tone } from '../../../testkit/sound/tone.ts'
import { allPrompts, framesOf, join16, noise, pause, prompt, together } from './speech.ts'

function hasBeep(sound: Int16Array): boolean {
  const receiver = new BeepReceiver()
  return Array.from(coded(sound), (frame) => receiver.hear(frame)).includes(true)
}

/** As it is after a phone has sent it, packet by packet. */
function* coded(sound: Int16Array): Generator<Int16Array> {
  const bytes = new Uint8Array(160)
  for (const frame of framesOf(sound)) {
    pcmu.createEncoder().encode(frame, bytes, 0)
    pcmu.createDecoder().decode(bytes, 0, bytes.length, frame, 0)
    yield frame
  }
}

const lead = fc.nat(159).map((samples) => new Int16Array(400 + samples))

t.test('one steady frequency of 120 ms is a beep, wherever it begins', async () => {
  const beep = fc.record({
    lead,
    hertz: fc.integer({ min: 380, max: 1950 }),
    ms: fc.integer({ min: 120, max: 1000 }),
    level: fc.double({ min: 0.02, max: 0.9, noNaN: true }),
  })
  fc.assert(
    fc.property(beep, ({ lead, hertz, ms, level }) =>
      hasBeep(join16(lead, tone(hertz, ms, level), pause(100))),
    ),
  )
})

t.test('80 ms are none, nor two frequencies, nor a gliding one, nor noise', async (t) => {
  t.notOk(hasBeep(join16(pause(100), tone(1000, 80), pause(100))))
  t.notOk(hasBeep(together(tone(440, 1000, 0.2), tone(480, 1000, 0.2))))
  const glide = Int16Array.from({ length: 8000 }, (_, n) => 9000 * Math.sin(n * (0.5 + n / 20_000)))
  t.notOk(hasBeep(glide))
  t.notOk(hasBeep(noise(2000, 0.3)))
  t.notOk(hasBeep(tone(2400, 1000)))
  t.notOk(hasBeep(tone(200, 1000)))
})

t.test('a beep is heard in noise 26 dB below it', async (t) => {
  const sound = together(join16(pause(200), tone(1000, 300, 0.2)), noise(500, 0.012))
  t.ok(hasBeep(sound))
})

t.test('voices do not beep; the beep of the house does', async (t) => {
  t.notOk(hasBeep(allPrompts('en')))
  t.notOk(hasBeep(allPrompts('zh')))
  t.ok(hasBeep(prompt('tone/beep')))
})
