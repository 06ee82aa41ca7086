import { parentPort, workerData } from 'node:worker_threads'
import type { RecorderOrder, RecorderReport } from './recorder-frames.ts'
import { closeOf, Recorder } from './recorder.ts'
import type { RecordingSettings } from './recording-file.ts'

const report = (told: RecorderReport): void => parentPort?.postMessage(told)
// The boundary between two threads of one program: both ends are ours.
const recorder = new Recorder(workerData as RecordingSettings, report)
// Orders wait until it is known which files are not its own.
let done = Promise.resolve()
parentPort?.on('message', (order: RecorderOrder) => {
  // A line may be closed while it waits, and its port tells that only once.
  const closed = order.do === 'connect' ? closeOf(order) : undefined
  done = done.then(() => obey(order, closed))
})

async function obey(order: RecorderOrder, closed?: Promise<unknown>): Promise<void> {
  if (order.do === 'connect') recorder.connect(order, closed)
  else if (order.do === 'mend') await recorder.mend(order.goOn)
  else void recorder.stop().then(() => report({ type: 'stopped' }))
}
