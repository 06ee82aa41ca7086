import { randomInt } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import type { EngineOrder, EngineReport, EngineSettings } from './engine-messages.ts'
import { EngineThread } from './engine-thread.ts'
import { openPacketPorts } from './packets/open-packet-ports.ts'

// The boundary between two threads of one program: both ends are ours.
const settings = workerData as EngineSettings
let fallback: string | undefined
const ports = openPacketPorts(
  settings.packets,
  { ...settings, start: randomInt(2 ** 32) / 2 ** 32 },
  (why) => (fallback = why),
)
const thread = new EngineThread(settings, {
  ports,
  random: (below) => randomInt(below),
  report: (report) => parentPort?.postMessage(report),
})
parentPort?.on('message', (order: EngineOrder) => {
  thread.obey(order)
})
const why = fallback === undefined ? {} : { why: fallback }
parentPort?.postMessage({ type: 'ready', packets: ports.kind, ...why } satisfies EngineReport)
