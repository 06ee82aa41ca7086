import t from 'tap'
import { decodeSound, mostSoundBytes } from '../../../media/prompts/decode-sound.ts'
import { dominantHz, levelAt, tone } from '../../../testkit/sound/tone.ts'
import { type WavShape, wavBytes } from './wav-bytes.ts'

const rates = [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]

/** The same in both channels, or only in the left one. */
const stereo = (mono: Int16Array, right = mono) =>
  Int16Array.from({ length: 2 * mono.length }, (_, n) => (n % 2 ? right : mono)[n >> 1] ?? 0)

t.test('sound of any rate is the same sound at 8 kHz', async (t) => {
  for (const rate of rates)
    for (const hertz of [300, 1000, 3400]) {
      const sound = await decodeSound(wavBytes(tone(hertz, 480, 0.3, rate), { rate }))
      t.equal(sound.length, 3840, `${rate}: as long`)
      t.equal(dominantHz(sound), hertz, `${rate}: ${hertz} Hz`)
      const level = levelAt(hertz, sound.subarray(400, 3600))
      t.ok(Math.abs(20 * Math.log10(level / 0.3)) < 0.5, `${rate}: ${hertz} Hz is as loud`)
    }
})

t.test('what is above the telephone band does not fold back into it', async (t) => {
  for (const rate of rates.filter((rate) => rate > 12_000))
    for (const hertz of [4200, 5000, 7000].filter((hertz) => hertz < rate / 2)) {
      const sound = await decodeSound(wavBytes(tone(hertz, 500, 0.9, rate), { rate }))
      const middle = sound.subarray(400, 3600)
      const loudest = middle.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
      t.ok(20 * Math.log10(loudest / (0.9 * 32_768)) < -60, `${hertz} Hz at ${rate}: ${loudest}`)
    }
})

t.test('two channels become one, and every coding is read', async (t) => {
  const low = tone(500, 500)
  const shapes: WavShape[] = [
    { coding: 'linear' },
    { coding: 'mu-law' },
    { coding: 'a-law' },
    { coding: 'extensible' },
    { coding: 'mu-law', channels: 2 },
    { channels: 2, dataBytes: 0x7fff_f000 },
  ]
  for (const shape of shapes) {
    const samples = shape.channels === 2 ? stereo(low) : low
    const sound = await decodeSound(wavBytes(samples, shape))
    t.equal(sound.length, 4000, JSON.stringify(shape))
    t.ok(Math.abs(levelAt(500, sound) - 0.3) < 0.01)
  }
  const both = await decodeSound(wavBytes(stereo(low, tone(1500, 500)), { channels: 2 }))
  t.ok(Math.abs(levelAt(500, both) - 0.15) < 0.01)
  t.ok(Math.abs(levelAt(1500, both) - 0.15) < 0.01)
  t.ok(both.buffer instanceof SharedArrayBuffer)
})

t.test('full scale is not turned over', async (t) => {
  const square = Int16Array.from({ length: 16_000 }, (_, n) => (n % 400 < 200 ? 32_767 : -32_768))
  const sound = await decodeSound(wavBytes(square, { rate: 16_000 }))
  const middle = sound.subarray(20, 80)
  t.ok(middle.every((sample) => sample > 30_000))
})

t.test('what is no such file is named', async (t) => {
  const short = tone(500, 100)
  const faults: [RegExp, Uint8Array][] = [
    [/not a WAV/, Buffer.alloc(0)],
    [/not a WAV/, Buffer.from('ID3 this is an MP3 file and not what was asked for')],
    [/no samples/, wavBytes(new Int16Array())],
    [/cut off/, wavBytes(short).subarray(0, 30)],
    [/cut off/, wavBytes(short).subarray(0, 500)],
    [/cut off/, wavBytes(short, { dataBytes: 2000 })],
    [/no samples/, wavBytes(short).subarray(0, 12)],
    [/neither 16-bit/, wavBytes(short, { coding: '24-bit' })],
    [/3 channels/, wavBytes(short, { channels: 3 })],
    [/9000 samples a second/, wavBytes(short, { rate: 9000 })],
    [/larger than/, new Uint8Array(mostSoundBytes + 1)],
  ]
  for (const [message, bytes] of faults) await t.rejects(decodeSound(bytes), { message })
})

t.test('no bytes at all make it throw anything but an error that says why', async (t) => {
  const whole = wavBytes(tone(500, 20), { rate: 16_000 })
  for (let seed = 1; seed < 1000; seed++) {
    const bytes = Buffer.from(whole.subarray(0, (seed * 7919) % (whole.length + 1)))
    for (let n = 0; n < 3 && bytes.length > 0; n++)
      bytes[(seed * (n + 31) * 104_729) % Math.min(bytes.length, 60)] = (seed * 31 + n * 17) & 0xff
    const told = await decodeSound(bytes).then(
      (sound) => sound.length > 0,
      (error: unknown) => error instanceof Error && !(error instanceof RangeError),
    )
    if (!told) t.fail(`seed ${seed}`)
  }
})
