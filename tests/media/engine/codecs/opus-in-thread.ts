import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { opus } from '../../../../media/engine/codecs/opus.ts'
import { rms, tone } from './sound.ts'

// What the first packets of the first leg in a thread become, before and after the library is there.
const [encoder, decoder] = [opus.createEncoder(), opus.createDecoder()]
const [bytes, samples] = [new Uint8Array(1275), new Int16Array(160)]
const frames = tone(500, 1)
const sent = encoder.encode(frames.subarray(0, 160), bytes, 0)
const first = decoder.decode(bytes, 0, sent, samples, 0)
let later = 0
for (let tries = 0; tries < 500 && later < 1000; tries++) {
  await sleep(5)
  const at = (tries % 50) * 160
  const length = encoder.encode(frames.subarray(at, at + 160), bytes, 0)
  decoder.decode(bytes, 0, length, samples, 0)
  later = rms(samples)
}
parentPort?.postMessage({ first, sent, later })
