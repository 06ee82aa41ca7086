import { setTimeout as pass } from 'node:timers/promises'
import { MessageChannel } from 'node:worker_threads'
import type { RecordingId } from '../../../core/names.ts'
import type { Piece } from '../../../media/recording/recorder-frames.ts'
import { Recorder } from '../../../media/recording/recorder.ts'
import { createRecordingKey } from '../../../media/recording/recording-key.ts'
import { tone } from '../../../testkit/sound/tone.ts'

const [dataDir = '', format = '', key = ''] = process.argv.slice(2)
const current = key === '' ? {} : { current: createRecordingKey(Buffer.from(key, 'hex')) }
const recorder = new Recorder(
  { dataDir, format: format === 'opus' ? 'opus' : 'wav', keys: { ...current, old: [] } },
  (fact) => {
    throw new Error(JSON.stringify(fact))
  },
)
await recorder.mend([])
const { port1, port2 } = new MessageChannel()
const handled = new Int32Array(new SharedArrayBuffer(4))
recorder.connect({ port: port1, handled })
const side = tone(600, 1000)
for (let n = 0; n < 200; n++) {
  const samples = Int16Array.from({ length: 16_000 }, (_, at) => side[at >> 1] ?? 0)
  const piece: Piece = { recording: 'c7' as RecordingId, position: n * 8000, samples, ended: false }
  port2.postMessage(piece)
  await pass(10)
  process.stdout.write(`${Atomics.load(handled, 0)}\n`)
}
