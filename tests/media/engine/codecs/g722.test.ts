import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { G722Decoder, G722Encoder } from '../../../../media/engine/codecs/g722-bands.ts'
import { g722 } from '../../../../media/engine/codecs/g722.ts'
import { noise, rms, sweep, tone, toneToRest } from './sound.ts'

const encoded = (samples: Int16Array): Uint8Array => {
  const bytes = new Uint8Array(samples.length / 2)
  new G722Encoder().encode(samples, samples.length, bytes, 0)
  return bytes
}

const decoded = (bytes: Uint8Array): Int16Array => {
  const samples = new Int16Array(bytes.length * 2)
  new G722Decoder().decode(bytes, 0, bytes.length, samples)
  return samples
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 16)
const bytesOf = ({ buffer, byteOffset, byteLength }: Int16Array) =>
  new Uint8Array(buffer, byteOffset, byteLength)

const sounds = {
  silence: new Int16Array(16_000),
  'a sweep over both bands': sweep(7500, 2, 16_000),
  'loud noise': noise(32_000),
  'soft noise': noise(32_000, 40),
}

/** Digests of code and sound, made by another implementation (libavcodec). */
const vectors: Record<keyof typeof sounds, readonly [code: string, sound: string]> = {
  silence: ['9c0b9b2330c2fa6b', '67f04dfd3801f7a0'],
  'a sweep over both bands': ['beab038b0e90eb52', '36e76ce2fe111f4e'],
  'loud noise': ['8ac9a324fe05a6f6', 'ad792bb53c497876'],
  'soft noise': ['678c3c7496114af7', 'a987dd44261deaf1'],
}

t.test('code and sound are bit by bit those of the fixed vectors', async (t) => {
  for (const [name, samples] of Object.entries(sounds)) {
    const code = encoded(samples)
    const [wantedCode, wantedSound] = vectors[name as keyof typeof sounds]
    t.equal(digest(code), wantedCode, `${name}, encoded`)
    t.equal(digest(bytesOf(decoded(code))), wantedSound, `${name}, decoded`)
  }
})

const ffmpeg = (args: readonly string[], input: Uint8Array): Uint8Array =>
  spawnSync('ffmpeg', ['-v', 'error', ...args], { input }).stdout

const skip = spawnSync('ffmpeg', ['-version']).status === 0 ? false : 'ffmpeg is not installed'

t.test('ffmpeg codes and decodes the same', { skip }, async (t) => {
  const wave = ['-f', 's16le', '-ar', '16000', '-ac', '1', '-i', '-']
  for (const [name, samples] of Object.entries(sounds)) {
    const code = ffmpeg([...wave, '-c:a', 'g722', '-f', 'g722', '-'], bytesOf(samples))
    t.equal(digest(encoded(samples)), digest(code), `${name}, encoded`)
    const sound = ffmpeg(['-f', 'g722', '-i', '-', '-f', 's16le', '-'], code)
    t.equal(digest(bytesOf(decoded(code))), digest(sound), `${name}, decoded`)
  }
})

t.test(
  'whatever bytes come, the sound stays within 16 bits and the next speech is clear',
  async () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 80, maxLength: 400 }), (bytes) => {
        const decoder = new G722Decoder()
        const samples = new Int16Array(64_000)
        decoder.decode(bytes, 0, bytes.length, samples)
        const code = encoded(tone(1000, 2, 16_000))
        decoder.decode(code, 0, code.length, samples)
        return toneToRest(samples.subarray(24_000, 32_000), 1000, 16_000) > 20
      }),
      { numRuns: 50 },
    )
  },
)

/** Through both directions of a leg, 20 ms at a time. */
function heard(samples: Int16Array): Int16Array {
  const [encoder, decoder] = [g722.createEncoder(), g722.createDecoder()]
  const [payload, result] = [new Uint8Array(160), new Int16Array(samples.length)]
  for (let at = 0; at < samples.length; at += 160) {
    const length = encoder.encode(samples.subarray(at, at + 160), payload, 0)
    decoder.decode(payload, 0, length, result, at)
  }
  return result
}

t.test('a leg at 8 kHz hears its tone through G.722 with level and without clicks', async (t) => {
  for (const hz of [300, 1000, 3000]) {
    const back = heard(tone(hz, 1)).subarray(1600)
    t.ok(Math.abs(20 * Math.log10(rms(back) / (10_000 / Math.SQRT2))) < 0.3, `${hz} Hz: level`)
    t.ok(toneToRest(back, hz, 8000) > 30, `${hz} Hz: ${toneToRest(back, hz, 8000)} dB`)
  }
})

t.test('the clock is 8 kHz and 20 ms are 160 bytes, RFC 3551', async (t) => {
  t.equal(g722.clockRate, 8000)
  t.equal(g722.payloadType, 9)
  t.equal(g722.createEncoder().encode(new Int16Array(160), new Uint8Array(160), 0), 160)
})

t.test('a payload of a size that no G.722 has is no sound', async (t) => {
  const samples = new Int16Array(2000)
  for (const size of [0, 7, 33, 1608])
    t.equal(g722.createDecoder().decode(new Uint8Array(2000), 0, size, samples, 0), 0, `${size}`)
})
