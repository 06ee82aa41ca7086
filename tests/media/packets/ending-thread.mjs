// The thread of ports.test.ts: it opens ports, sets an alarm again and again, and leaves when it is told to.
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { openPacketPorts } = await import('../../../media/packets/open-packet-ports.ts')
const settings = { host: '127.0.0.1', rtpPortMin: 45_000, rtpPortMax: 45_999, start: 0 }
const ports = openPacketPorts(workerData, settings, (why) => {
  throw new Error(why)
})
await ports.open()
const wake = () => ports.alarm.set(1, wake)
wake()
parentPort.once('message', () => process.exit(0))
parentPort.postMessage('open')
