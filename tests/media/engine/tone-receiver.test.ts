import fc from 'fast-check'
import t from 'tap'
import { ToneReceiver } from '../../../media/engine/tone-receiver.ts'
import { tone } from '../../../testkit/sound/tone.ts'
import { allPrompts, framesOf, join16, noise, noSpeech, pause, speak, together } from './speech.ts'

const keys = '123A456B789C*0#D'
const all = keys.split('')
const rows = [697, 770, 852, 941]
const columns = [1209, 1336, 1477, 1633]
/** Amplitude of a sine of 0 dBm0, 1 = full scale: G.711's full scale is 3.17 dBm0. */
const zeroLevel = 10 ** (-3.17 / 20)

type Making = {
  readonly ms?: number
  /** dBm0 of the row; the column is `twist` dB louder. */
  readonly level?: number
  readonly twist?: number
  /** Both frequencies are off by this share. */
  readonly off?: number
}

function keyTone(key: string, { ms = 40, level = -10, twist = 0, off = 0 }: Making = {}) {
  const place = keys.indexOf(key)
  const sine = (hertz: number, dB: number) =>
    tone(hertz * (1 + off), ms, zeroLevel * 10 ** (dB / 20))
  return together(sine(rows[place >> 2] ?? 0, level), sine(columns[place & 3] ?? 0, level + twist))
}

function heardIn(sound: Int16Array): string {
  const receiver = new ToneReceiver()
  return [...framesOf(sound)].map((frame) => receiver.hear(frame) ?? '').join('')
}

/** So many samples of silence before, so that a tone begins anywhere in a frame. */
const lead = (samples: number) => new Int16Array(800 + samples)
const anyKey = fc.constantFrom(...all)
const anyLead = fc.nat(159)

function always(title: string, made: (key: string) => fc.Arbitrary<Int16Array>, isKey = true) {
  t.test(title, async () => {
    const sounds = anyKey.chain((key) =>
      fc.tuple(fc.constant(key), anyLead, made(key)).map(([pressed, samples, sound]) => ({
        pressed,
        sound: join16(lead(samples), sound, pause(100)),
      })),
    )
    fc.assert(
      fc.property(sounds, ({ pressed, sound }) => heardIn(sound) === (isKey ? pressed : '')),
      { numRuns: 400 },
    )
  })
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true })

always('every key of 40 ms is told once, wherever it begins and however loud', (key) =>
  between(-29, -4).map((level) => keyTone(key, { level })),
)

always('frequencies 1.5 % off and 6 dB of twist are taken', (key) =>
  fc
    .record({ off: between(-0.015, 0.015), twist: between(-6, 6), level: between(-25, -10) })
    .map((making) => keyTone(key, { ...making, ms: 50 })),
)

always('a tone that lasts is one press', (key) =>
  fc.integer({ min: 40, max: 800 }).map((ms) => keyTone(key, { ms })),
)

always('noise 15 dB below the key does not hide it', (key) =>
  fc.integer().map((seed) => {
    const level = zeroLevel * 10 ** (-10 / 20) * 10 ** (-15 / 20)
    return together(keyTone(key, { ms: 50 }), noise(50, level * 1.7, seed))
  }),
)

always('a break of 10 ms makes no second press', (key) =>
  fc
    .integer({ min: 40, max: 90 })
    .map((ms) => join16(keyTone(key, { ms }), pause(10), keyTone(key, { ms: 60 }))),
)

always('23 ms are no key', (key) => fc.constant(keyTone(key, { ms: 23 })), false)
always(
  'frequencies 3.5 % off are no key',
  (key) => fc.constantFrom(-0.035, 0.035).map((off) => keyTone(key, { off, ms: 100 })),
  false,
)
always(
  '20 dB of twist is no key',
  (key) => fc.constantFrom(-20, 20).map((twist) => keyTone(key, { twist, ms: 100 })),
  false,
)
always(
  'one sine alone is no key',
  (key) => {
    const place = keys.indexOf(key)
    return fc.constantFrom(tone(rows[place >> 2] ?? 0, 100), tone(columns[place & 3] ?? 0, 100))
  },
  false,
)

t.test('keys pressed with pauses of 40 ms come in their order, doubles too', async () => {
  fc.assert(
    fc.property(fc.string({ unit: anyKey, maxLength: 12 }), anyLead, (pressed, samples) => {
      const tones = pressed.split('').flatMap((key) => [keyTone(key), pause(40)])
      return heardIn(join16(lead(samples), ...tones, pause(60))) === pressed
    }),
    { numRuns: 200 },
  )
})

t.test('the echo of a prompt does not hide keys', async (t) => {
  const echo = allPrompts('en').map((sample) => sample / 10)
  const tones = all.flatMap((key) => [keyTone(key, { ms: 100, level: -8 }), pause(100)])
  t.equal(heardIn(together(join16(...tones), echo.subarray(0, 16 * 1600))), keys)
})

t.test('a voice is no key: all prompts of the house', async (t) => {
  t.equal(heardIn(allPrompts('en')), '')
  t.equal(heardIn(allPrompts('zh')), '')
})

const words =
  'The quick brown fox jumps over the lazy dog. Nine hundred and eighty seven, who knew? ' +
  'You can do it too, if you use the blue moon as a tool. We agree: three sheep sleep deep. '

t.test('other voices are no keys either', { skip: noSpeech }, async (t) => {
  for (const voice of ['en', 'en+f3', 'en-us+f5', 'en+m7', 'de', 'fr+f2'])
    for (const pitch of [20, 50, 80]) t.equal(heardIn(speak(words, voice, pitch)), '', voice)
})

t.test('ringback, music and loud noise are no keys', async (t) => {
  const ringback = together(tone(440, 2000, 0.2), tone(480, 2000, 0.2))
  const dial = together(tone(350, 2000, 0.2), tone(440, 2000, 0.2))
  t.equal(heardIn(join16(ringback, dial, noise(20_000, 0.5))), '')
})
