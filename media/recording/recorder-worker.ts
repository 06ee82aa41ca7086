import { parentPort, workerData } from 'node:worker_threads'
import type { RecorderOrder, RecorderReport } from './recorder-frames.ts'
import { Recorder } from './recorder.ts'
import type { RecordingSettings } from './recording-file.ts'

const report = (told: RecorderReport): void => parentPort?.postMessage(told)
// The boundary between two threads of one program: both ends are ours.
const recorder = new Recorder(workerData as RecordingSettings, report)
// Orders wait until it is known which files are not its own.
let done = Promise.resolve()
// Orders wait until it is known which files are not its own.
parentPort?.on('message', (order: RecorderOrder) => {
  done = done.then(() => obey(order))
})

async function obey(order: RecorderOrder): Promise<void> {
  if (order.do === 'connect') recorder.connect(order)
  else if (order.do === 'mend') await recorder.mend(order.goOn)
  else void recorder.stop().then(() => report({ type: 'stopped' }))
}
