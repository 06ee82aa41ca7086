import { parentPort, workerData } from 'node:worker_threads'
import type { RecorderOrder, RecorderReport } from './recorder-frames.ts'
import { Recorder } from './recorder.ts'
import type { RecordingSettings } from './recording-file.ts'

const report = (told: RecorderReport): void => parentPort?.postMessage(told)
// The boundary between two threads of one program: both ends are ours.
const recorder = new Recorder(workerData as RecordingSettings, report)
// Orders wait until it is known which files are not its own.
await recorder.start()
parentPort?.on('message', (order: RecorderOrder) => {
  if (order.do === 'connect') recorder.connect(order)
  else void recorder.stop().then(() => report({ type: 'stopped' }))
})
