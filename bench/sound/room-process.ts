import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LegId, named } from '../../core/names.ts'
import type { MediaOptions } from '../../media/media.ts'
import { startMedia } from '../../media/start-media.ts'
import type { RoomOrder, RoomSettings } from './room.ts'
import { play, playPrompt } from './scenes.ts'

// The process of `room.ts`: `room-process.ts SETTINGS`. It says 'ready', then the ports of its legs, then 'stopped'.

const host = '127.0.0.1'
/** A leg of the churn is closed so long after it was opened. */
const churnedMs = 500

process.on('disconnect', () => process.exit())
// The boundary: `room.ts` gives and sends nothing else.
const { scene, media: changes } = JSON.parse(process.argv[2] ?? '') as RoomSettings
const dataDir = await mkdtemp(join(tmpdir(), 'callwright-bench-'))
const options: MediaOptions = {
  host,
  rtpPortMin: 18_000,
  rtpPortMax: 29_999,
  dataDir,
  promptsDir: join(import.meta.dirname, '../../prompts'),
  onFact: (fact) => {
    if (fact.type === 'media.faulted' && fact.reason !== 'media-worker-died') console.error(fact)
  },
  ...changes,
}
const media = await startMedia(options, () => Promise.reject(new Error('no browsers here')))
let churning: NodeJS.Timeout | undefined
let churned = 0

process.on('message', (order) => void obey(order as RoomOrder))
process.send?.('ready')

async function obey(order: RoomOrder): Promise<void> {
  switch (order.do) {
    case 'connect':
      process.send?.(await connect(order.ports))
      break
    case 'churn':
      clearInterval(churning)
      if (order.perSecond > 0)
        churning = setInterval(() => void churn(order.port), 1000 / order.perSecond)
      break
    case 'stop':
      clearInterval(churning)
      await media.stop()
      await rm(dataDir, { recursive: true, force: true })
      process.send?.('stopped')
  }
}

async function connect(ports: readonly number[]): Promise<readonly number[]> {
  const legs = ports.map((_, n) => named<LegId>(`l${n}`))
  const ours: number[] = []
  for (const [n, leg] of legs.entries()) {
    const offer = offerFrom(ports[n] ?? 0)
    ours.push(portIn(await media.openEndpoint(leg, { offer }).answer(offer)))
  }
  play(scene, media, legs)
  return ours
}

async function churn(port: number): Promise<void> {
  const leg = named<LegId>(`churn${churned++}`)
  const offer = offerFrom(port)
  const endpoint = media.openEndpoint(leg, { offer })
  await endpoint.answer(offer)
  playPrompt(media, leg)
  setTimeout(() => endpoint.close(), churnedMs)
}

function offerFrom(port: number): string {
  const lines = ['v=0', `o=- 1 1 IN IP4 ${host}`, 's=-', `c=IN IP4 ${host}`, 't=0 0']
  // Phones tell their keys by telephone-events: nobody need listen for tones.
  const audio = [`m=audio ${port} RTP/AVP 0 101`, 'a=rtpmap:101 telephone-event/8000', '']
  return [...lines, ...audio].join('\r\n')
}

function portIn(sdp: string): number {
  return Number(/^m=audio (\d+)/m.exec(sdp)?.[1])
}
