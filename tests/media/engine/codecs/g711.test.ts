import t from 'tap'
import type { Codec } from '../../../../media/engine/codecs/codec.ts'
import { pcma, pcmu } from '../../../../media/engine/codecs/g711.ts'

const encodedOne = (codec: Codec, sample: number): number => {
  const bytes = new Uint8Array(1)
  codec.createEncoder().encode(Int16Array.of(sample), bytes, 0)
  return bytes[0] ?? -1
}

const decodedOne = (codec: Codec, code: number): number => {
  const samples = new Int16Array(8)
  codec.createDecoder().decode(new Uint8Array(8).fill(code), 0, 8, samples, 0)
  return samples[0] ?? -1
}

t.test('known codes expand to the values of ITU-T G.711', async (t) => {
  t.same([0x00, 0x80, 0xff, 0x7f, 0xf0, 0x8f].map((code) => decodedOne(pcmu, code)), [
    -32_124, 32_124, 0, 0, 120, 16_764,
  ]) // prettier-ignore
  t.same([0xd5, 0x55, 0xaa, 0x2a, 0x85].map((code) => decodedOne(pcma, code)), [
    8, -8, 32_256, -32_256, 4224,
  ]) // prettier-ignore
})

t.test('every code comes back as itself', async (t) => {
  for (const codec of [pcmu, pcma])
    for (let code = 0; code < 256; code++) {
      if (codec.name === 'pcmu' && code === 0x7f) continue
      const back = encodedOne(codec, decodedOne(codec, code))
      if (back !== code) t.equal(back, code, codec.name)
    }
  t.equal(encodedOne(pcmu, 0), 0xff, 'zero is the positive one')
})

t.test('no sample is further off than half a step of its segment', async (t) => {
  for (const codec of [pcmu, pcma]) {
    let worst = 0
    for (let sample = -32_000; sample <= 32_000; sample++) {
      const error = Math.abs(decodedOne(codec, encodedOne(codec, sample)) - sample)
      worst = Math.max(worst, error / (Math.abs(sample) + 256))
    }
    t.ok(worst < 0.035, `${codec.name}: ${worst}`)
  }
})

t.test('a payload that is no whole number of ms is no sound', async (t) => {
  const samples = new Int16Array(2000)
  for (const codec of [pcmu, pcma])
    for (const size of [0, 20, 33, 161, 1608])
      t.equal(codec.createDecoder().decode(new Uint8Array(2000), 0, size, samples, 0), 0, `${size}`)
})
