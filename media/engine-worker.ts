import { randomInt } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { EngineThread } from './engine-thread.ts'
import type { EngineOrder, EngineReport, EngineSettings } from './orders.ts'

// The boundary between two threads of one program: both ends are ours.
const settings = workerData as EngineSettings
const thread = new EngineThread(settings, {
  random: (below) => randomInt(below),
  report: (report) => parentPort?.postMessage(report),
})
parentPort?.on('message', (order: EngineOrder) => {
  thread.obey(order)
})
parentPort?.postMessage({ type: 'ready' } satisfies EngineReport)
