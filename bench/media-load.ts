import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type LegId, named } from '../core/names.ts'
import type { Media } from '../media/media.ts'
import { startMedia } from '../media/start.ts'
import { BenchFault, option, type Options, type Tell } from './benchmark.ts'
import { openBareSockets } from './bare-sockets.ts'
import { type Crowd, startCrowd } from './phone-crowd.ts'

export const mediaOptions: Options = { legs: 100, seconds: 10 }

const top = join(import.meta.dirname, '..')
const host = '127.0.0.1'
const rtp = { rtpPortMin: 42_000, rtpPortMax: 49_999 }
/** Sockets, prompts and recordings are open before the clock counts, ms. */
const settleMs = 500

/** Orders to a media room whose legs are open. */
type Orders = (media: Media, legs: readonly LegId[], seconds: number) => void

/**
 * First bare sockets, then the media engine, each in this process with its phones in another: CPU is that of the whole
 * process, user and system, all threads, for the same packets at the same pace.
 */
export async function measureMedia(options: Options, tell: Tell, orders: Orders): Promise<void> {
  const [legs, seconds] = [option(options, 'legs'), option(options, 'seconds')]
  console.error('bare sockets …')
  await measureWith(legs, seconds, 'baseline_', tell, async (crowd) => {
    const sockets = await openBareSockets(crowd.ports)
    return { ports: sockets.ports, stop: () => sockets.close() }
  })
  console.error('media engine …')
  await measureWith(legs, seconds, '', tell, (crowd) => openMedia(crowd, seconds, orders))
}

type Opened = { readonly ports: readonly number[]; readonly stop: () => Promise<void> }

async function measureWith(
  legs: number,
  seconds: number,
  prefix: string,
  tell: Tell,
  open: (crowd: Crowd) => Promise<Opened>,
): Promise<void> {
  const crowd = await startCrowd(legs, seconds)
  try {
    const { ports, stop } = await open(crowd)
    await sleep(settleMs)
    const before = process.cpuUsage()
    const heard = await crowd.talk(ports)
    const { user, system } = process.cpuUsage(before)
    await stop()
    const least = 0.9 * legs * seconds * 50
    if (Math.min(heard.received, heard.sent) < least)
      throw new BenchFault(`too few packets: ${heard.received} received, ${heard.sent} sent`)
    const packets = heard.received + heard.sent
    tell(`${prefix}cpu_ms_per_1000_rtp`, (user + system) / packets, 'ms')
    tell(`${prefix}gap_p99_ms`, heard.gapP99Ms, 'ms')
  } finally {
    crowd.end()
  }
}

async function openMedia(crowd: Crowd, seconds: number, orders: Orders): Promise<Opened> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-bench-'))
  const options = { host, ...rtp, promptsDir: join(top, 'prompts'), dataDir }
  const media = await startMedia({ ...options, onFact: () => undefined }, () =>
    Promise.reject(new Error('browsers take no part')),
  )
  const legs = crowd.ports.map((_, n) => named<LegId>(`l${n}`))
  const ports: number[] = []
  for (const [n, leg] of legs.entries())
    ports.push(portIn(await media.answer(leg, offerFrom(crowd.ports[n] ?? 0))))
  orders(media, legs, seconds)
  const stop = async () => {
    await media.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { ports, stop }
}

const offerFrom = (port: number): string =>
  ['v=0', `o=- 1 1 IN IP4 ${host}`, 's=-', `c=IN IP4 ${host}`, 't=0 0', `m=audio ${port} RTP/AVP 0`]
    .map((line) => `${line}\r\n`)
    .join('')

const portIn = (sdp: string): number => Number(/^m=audio (\d+)/m.exec(sdp)?.[1])
