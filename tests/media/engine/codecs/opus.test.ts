import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { createDecoder, createEncoder } from 'libopus-wasm'
import t from 'tap'
import type { Decoder } from '../../../../media/engine/codecs/codec.ts'
import { opusMs } from '../../../../media/engine/codecs/opus-packet.ts'
import { opus } from '../../../../media/engine/codecs/opus.ts'
import { rms, tone, toneToRest } from './sound.ts'

/** Ready at once: the library has been loaded. */
async function readyDecoder(): Promise<Decoder> {
  const decoder = opus.createDecoder()
  t.teardown(() => decoder.free?.())
  await createDecoder()
  return decoder
}

async function packetsOf(samples: Int16Array, ms = 20): Promise<readonly Uint8Array[]> {
  const encoder = opus.createEncoder()
  await createEncoder()
  const [length, packets] = [ms * 8, [] as Uint8Array[]]
  for (let at = 0; at + length <= samples.length; at += length) {
    const bytes = new Uint8Array(opus.mostBytes(ms))
    packets.push(bytes.subarray(0, encoder.encode(samples.subarray(at, at + length), bytes, 0)))
  }
  encoder.free?.()
  return packets
}

t.test('a tone comes back through packets of each length', async (t) => {
  for (const ms of opus.ptimes) {
    const decoder = await readyDecoder()
    const heard = new Int16Array(16_000)
    let at = 0
    for (const packet of await packetsOf(tone(700, 2), ms))
      at += decoder.decode(packet, 0, packet.length, heard, at)
    t.equal(at, 16_000, `${ms} ms: all of it`)
    const settled = heard.subarray(4000)
    t.ok(toneToRest(settled, 700, 8000) > 15, `${ms} ms: ${toneToRest(settled, 700, 8000)} dB`)
    t.ok(Math.abs(20 * Math.log10(rms(settled) / (10_000 / Math.SQRT2))) < 1, `${ms} ms: level`)
  }
})

t.test('music of a browser in stereo at 48 kHz is heard at 8 kHz', async (t) => {
  const encoder = await createEncoder()
  const wide = tone(440, 1, 48_000)
  const decoder = await readyDecoder()
  const heard = new Int16Array(8000)
  for (let frame = 0; frame < 50; frame++) {
    const part = wide.subarray(frame * 960, (frame + 1) * 960)
    const packet = encoder.encode(Int16Array.from({ length: 1920 }, (_, at) => part[at >> 1] ?? 0))
    t.equal(decoder.decode(packet, 0, packet.length, heard, frame * 160), 160)
  }
  encoder.free()
  t.ok(toneToRest(heard.subarray(1600), 440, 8000) > 25)
})

t.test('a lost packet is made up for, and fades when none follows', async (t) => {
  const decoder = await readyDecoder()
  const frame = new Int16Array(160)
  for (const packet of await packetsOf(tone(300, 1)))
    decoder.decode(packet, 0, packet.length, frame, 0)
  t.equal(decoder.conceal(frame, 0, 160), true)
  t.ok(rms(frame) > 2000, `${rms(frame)}`)
  for (let count = 0; count < 50; count++) decoder.conceal(frame, 0, 160)
  t.ok(rms(frame) < 700, `${rms(frame)}`)
  t.equal(decoder.conceal(frame, 0, 33), false, 'Opus counts in 2.5 ms')
})

t.test(
  'the first packets before the library is loaded are silence of the right length',
  async (t) => {
    const worker = new Worker(
      `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(
        new URL('opus-in-thread.ts', import.meta.url).href,
      )}) })`,
      { eval: true },
    )
    const [told] = (await once(worker, 'message')) as [
      { first: number; later: number; sent: number },
    ]
    t.match(told, { first: 160, sent: 1 })
    t.ok(told.later > 1000, 'and soon it sounds, in a worker thread')
  },
)

t.test('what is no Opus packet is no sound, and nothing throws', async (t) => {
  const decoder = await readyDecoder()
  const samples = new Int16Array(4096)
  t.equal(decoder.decode(new Uint8Array(0), 0, 0, samples, 0), 0)
  t.equal(decoder.decode(Uint8Array.of(0x03), 0, 1, samples, 0), 0, 'a frame count is missing')
  t.equal(decoder.decode(Uint8Array.of(0x1b, 0x03), 0, 2, samples, 0), 0, '180 ms')
  t.equal(decoder.decode(Uint8Array.of(0x08), 0, 1, new Int16Array(100), 0), 0, 'no room')
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const count = decoder.decode(bytes, 0, bytes.length, samples, 0)
      return count === 0 || count === opusMs(bytes, 0, bytes.length) * 8
    }),
    { numRuns: 2000 },
  )
})

t.test('a leg that ended gives its memory back', async (t) => {
  await createDecoder()
  const before = process.memoryUsage().rss
  for (let leg = 0; leg < 2000; leg++) {
    const [encoder, decoder] = [opus.createEncoder(), opus.createDecoder()]
    if (leg % 2 === 0) await Promise.resolve()
    encoder.free?.()
    decoder.free?.()
    // Freed before the library answered, too.
    if (leg % 100 === 0) await new Promise(setImmediate)
  }
  await new Promise(setImmediate)
  // Without it each leg keeps 54 kB: 108 MB of them all.
  const grown = process.memoryUsage().rss - before
  t.ok(grown < 50e6, `${grown}`)
})
